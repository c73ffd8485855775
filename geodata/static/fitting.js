/* The view that a layer brings: taken once, and again when the frame has another size. Comes after base.js.
 *
 * What is shown keeps clear of the map's own buttons and legend where that costs little: it may step aside, and
 * be a little smaller. Where the ground itself leaves a corner free, as the city does, nothing is lost.
 */
(function () {
  'use strict';

  var CLOSEST = 17; // zoom
  var EDGE = 14; // pixels between what is shown and the map's edge
  var CLEAR = 14; // and between its outline and a button: half of a small cluster
  var SMALLER = 1; // of a zoom step that may be given up for it
  var ASIDE = 6; // steps to each side, of which a place is tried
  var DENSE = 8; // pixels between two places of an outline that are looked at

  /* `ground` is what is to be seen of the bounds: lines of places, as Leaflet's getLatLngs gives them. */
  function fitOnce(map, key, bounds, ground) {
    if (!key || map._geodataFit === key || !bounds.isValid()) return;
    if (!map.getSize().x || !map.getSize().y) { // in a folded part of the page; its size comes when it is opened
      map.once('resize', function () { fitOnce(map, key, bounds, ground); });
      return;
    }
    map._geodataFit = key;
    map.fire('geodatacovered'); // whatever was under the pointer is elsewhere now
    fit(map, bounds, ground);
  }

  function fit(map, bounds, ground) {
    // Above what names the sources, which on a phone is as wide as the map.
    var sources = map.attributionControl ? map.attributionControl.getContainer().offsetHeight : 0;
    var room = { left: EDGE, top: EDGE, right: map.getSize().x - EDGE, bottom: map.getSize().y - 8 - sources };
    var largest = Math.min(CLOSEST, map.getBoundsZoom(bounds, false, map.getSize().subtract([room.right - room.left, room.bottom - room.top])));
    var found = clear(map, bounds, lines(ground || []), room, controls(map), largest);
    map.setView(found.centre, found.zoom, { animate: false });
    map._geodataFitted = { bounds: bounds, ground: ground, centre: map.getCenter(), zoom: map.getZoom() };
  }

  /* Lines of places, however deep they lie in lists. */
  function lines(ground) {
    if (!ground.length) return [];
    return ground[0] instanceof L.LatLng ? [ground] : [].concat.apply([], ground.map(lines));
  }

  /* Where the map's buttons and its legend lie, in pixels of the map. */
  function controls(map) {
    var container = map.getContainer();
    var origin = container.getBoundingClientRect();
    var all = container.querySelectorAll('.leaflet-control:not(.leaflet-control-attribution):not(.geodata-note)');
    return [].map.call(all, function (control) {
      var box = control.getBoundingClientRect();
      return {
        left: box.left - origin.left - CLEAR, right: box.right - origin.left + CLEAR,
        top: box.top - origin.top - CLEAR, bottom: box.bottom - origin.top + CLEAR
      };
    }).filter(function (box) { return box.right - box.left > 2 * CLEAR; });
  }

  /* The view in which no line runs under a control, the largest there is and of these the one that steps aside
   * least: {centre, zoom}; where there is none but at a loss, the largest of all. */
  function clear(map, bounds, ground, room, boxes, largest) {
    var step = map.options.zoomSnap || 1;
    for (var zoom = largest; zoom >= Math.max(largest - SMALLER, map.getMinZoom()); zoom -= step) {
      var found = clearAt(map, boxOf(map, bounds, zoom), ground, room, boxes, zoom);
      if (found) return found;
    }
    return clearAt(map, boxOf(map, bounds, largest), [], room, [], largest);
  }

  function boxOf(map, bounds, zoom) {
    return L.bounds(map.project(bounds.getNorthWest(), zoom), map.project(bounds.getSouthEast(), zoom));
  }

  function clearAt(map, box, ground, room, boxes, zoom) {
    var spots = along(map, ground, zoom, box.min);
    var free = places(room.right - room.left - box.getSize().x, room.bottom - room.top - box.getSize().y);
    var corner = free.filter(function (at) { return !hit(spots, room.left + at[0], room.top + at[1], boxes); })[0];
    if (!corner) return null;
    var centre = box.min.subtract([room.left + corner[0], room.top + corner[1]]).add(map.getSize().divideBy(2));
    return { centre: map.unproject(centre, zoom), zoom: zoom };
  }

  /* Where the upper left corner may lie within the room that is left over, the middle first. */
  function places(wide, high) {
    var made = [];
    for (var i = -ASIDE; i <= ASIDE; i++) {
      for (var j = -ASIDE; j <= ASIDE; j++) made.push([i / ASIDE * wide / 2, j / ASIDE * high / 2]);
    }
    made.sort(function (a, b) { return Math.abs(a[0]) + Math.abs(a[1]) - Math.abs(b[0]) - Math.abs(b[1]); });
    return made.map(function (at) { return [wide / 2 + at[0], high / 2 + at[1]]; });
  }

  /* Places along lines, close to one another, in pixels from a corner: x and y in turn. */
  function along(map, ground, zoom, from) {
    var made = [];
    ground.forEach(function (line) {
      var last = null;
      line.forEach(function (latlng) {
        var spot = map.project(latlng, zoom).subtract(from);
        var parts = last ? Math.ceil(spot.distanceTo(last) / DENSE) : 1;
        for (var part = 1; part <= parts; part++) {
          var share = last ? part / parts : 1;
          made.push(last ? last.x + (spot.x - last.x) * share : spot.x, last ? last.y + (spot.y - last.y) * share : spot.y);
        }
        last = spot;
      });
    });
    return made;
  }

  function hit(spots, x, y, boxes) {
    return boxes.some(function (box) {
      for (var i = 0; i < spots.length; i += 2) {
        if (spots[i] + x > box.left && spots[i] + x < box.right && spots[i + 1] + y > box.top && spots[i + 1] + y < box.bottom) return true;
      }
      return false;
    });
  }

  /* The frame has another size than when the map was fitted to it: fit again, unless the reader has moved since. */
  function refit(map) {
    var last = map._geodataFitted;
    if (!last || last.zoom !== map.getZoom() || !map.getSize().y) return;
    if (map.project(last.centre).distanceTo(map.project(map.getCenter())) > 2) return;
    fit(map, last.bounds, last.ground);
  }

  L.extend(window.GeodataLayers.shared, { fitOnce: fitOnce, refit: refit });
})();
