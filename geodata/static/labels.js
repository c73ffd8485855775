/* Names and figures on the ground, each inside its area and none over another. Comes after base.js.
 *
 * A label starts where its area is roomiest and may step aside a little. Every name is placed first, small
 * areas before large ones, which have more room to give way; figures follow where there is room left.
 */
(function () {
  'use strict';

  var shared = window.GeodataLayers.shared;
  var overlap = shared.overlap;
  var FLAT = 2; // a label is about twice as wide as high: room beside it counts half
  var GRID = 10; // spots tried along each side, in each of
  var ROUNDS = 3; // rounds around the best so far
  var LEAST = 0.4; // of a name's width that its area must have
  var STEPS = [[0, 0], [0, -1], [0, 1], [-1, 0], [1, 0], [-1, -1], [1, -1], [-1, 1], [1, 1], [0, -2], [0, 2], [-2, 0], [2, 0]];
  var FAR = [[0, -3], [0, 3], [-3, 0], [3, 0], [-3, -3], [3, -3], [-3, 3], [3, 3], [0, -4], [0, 4], [-4, 0], [4, 0], [0, -6], [0, 6]];
  var STEP = 8; // pixels

  function rings(geometry) {
    return geometry.type === 'Polygon' ? geometry.coordinates : [].concat.apply([], geometry.coordinates);
  }

  /* Distance of a spot from the nearest edge, below 0 outside; in degrees of latitude, x flattened. */
  function room(at, edges) {
    var inside = false;
    var least = Infinity;
    edges.forEach(function (edge) {
      var ax = edge[0];
      var ay = edge[1];
      var dx = edge[2] - ax;
      var dy = edge[3] - ay;
      if (ay > at[1] !== edge[3] > at[1] && at[0] < dx * (at[1] - ay) / dy + ax) inside = !inside;
      var along = dx || dy ? Math.max(0, Math.min(1, ((at[0] - ax) * dx + (at[1] - ay) * dy) / (dx * dx + dy * dy))) : 0;
      least = Math.min(least, Math.pow(at[0] - ax - along * dx, 2) + Math.pow(at[1] - ay - along * dy, 2));
    });
    return (inside ? 1 : -1) * Math.sqrt(least);
  }

  var found = new WeakMap(); // by feature: boundaries are kept, while shapes are made of them again and again

  /* Where an area is roomiest for a label: the pole of inaccessibility, near enough. */
  function roomiest(shape) {
    if (!found.has(shape.feature)) found.set(shape.feature, searched(shape));
    return found.get(shape.feature);
  }

  function searched(shape) {
    var bounds = shape.getBounds();
    var flat = Math.cos(bounds.getCenter().lat * Math.PI / 180) / FLAT;
    var edges = [];
    rings(shape.feature.geometry).forEach(function (ring) {
      for (var i = 1; i < ring.length; i++) {
        edges.push([ring[i - 1][0] * flat, ring[i - 1][1], ring[i][0] * flat, ring[i][1]]);
      }
    });
    var best = { at: [bounds.getCenter().lng * flat, bounds.getCenter().lat], room: -Infinity };
    var west = bounds.getWest() * flat;
    var south = bounds.getSouth();
    var wide = bounds.getEast() * flat - west;
    var high = bounds.getNorth() - south;
    for (var round = 0; round < ROUNDS; round++) {
      for (var i = 0; i <= GRID; i++) {
        for (var j = 0; j <= GRID; j++) {
          var at = [west + wide * i / GRID, south + high * j / GRID];
          var found = room(at, edges);
          if (found > best.room) best = { at: at, room: found };
        }
      }
      wide *= 2 / GRID;
      high *= 2 / GRID;
      west = best.at[0] - wide / 2;
      south = best.at[1] - high / 2;
    }
    return {
      latlng: L.latLng(best.at[1], best.at[0] / flat),
      holds: function (latlng) { return room([latlng.lng * flat, latlng.lat], edges) > 0; }
    };
  }

  function boxAt(spot, size) {
    return {
      left: spot.x - size.x / 2 - 1, right: spot.x + size.x / 2 + 1, top: spot.y - size.y / 2 - 1, bottom: spot.y + size.y / 2 + 1
    };
  }

  /* A free spot for a label of a size, as near its anchor as can be; null where there is none. A quiet one keeps
   * off the boxes of `venues`, too. */
  function free(map, label, size, labels, venues) {
    var anchor = map.latLngToLayerPoint(label.marker.getLatLng());
    var found = null;
    (label.quiet ? STEPS.concat(FAR) : STEPS).some(function (step) {
      var spot = anchor.add([step[0] * STEP, step[1] * STEP]);
      var box = boxAt(spot, size);
      if (label.quiet && !label.holds(map.layerPointToLatLng(spot))) return false;
      if (label.quiet && venues.some(function (venue) { return overlap(box, venue); })) return false;
      if (labels.some(function (other) { return other !== label && other.box && overlap(box, other.box); })) return false;
      found = { box: box, by: [step[0] * STEP, step[1] * STEP] };
      return true;
    });
    return found;
  }

  /* How large labels are, whole and by name alone: all of a kind at once, since each change between writing and
   * reading lets the browser lay everything out again. */
  function measure(labels) {
    [['whole', false], ['name', true]].forEach(function (form) {
      labels.forEach(function (label) { label.icon.classList.toggle('geodata-short', form[1]); });
      labels.forEach(function (label) { label[form[0]] = sizeOf(label.icon.firstChild); });
    });
  }

  function sizeOf(element) { return L.point(element.offsetWidth, element.offsetHeight); }

  function place(map, labels) {
    labels.forEach(function (label) {
      label.icon = label.marker.getElement();
      label.box = null;
      if (label.icon) label.icon.hidden = false;
    });
    labels = labels.filter(function (label) { return label.icon; });
    measure(labels);
    labels.forEach(function (label) {
      var corners = label.shape.getBounds();
      label.width = map.project(corners.getSouthEast()).x - map.project(corners.getNorthWest()).x;
    });
    var drawn = labels.filter(function (label) { return label.whole.x; });
    var venues = map._geodataPoints ? map._geodataPoints.boxes() : [];
    var put = function (label, size, short) {
      var found = free(map, label, size, drawn, venues);
      if (!found) return;
      label.box = found.box;
      label.icon.classList.toggle('geodata-short', short);
      label.icon.firstChild.style.marginLeft = found.by[0] + 'px';
      label.icon.firstChild.style.marginTop = found.by[1] + 'px';
    };
    drawn.forEach(function (label) { if (label.width >= label.name.x * LEAST) put(label, label.name, true); });
    drawn.slice().reverse().forEach(function (label) {
      if (label.box && label.width >= label.whole.x * 0.8) put(label, label.whole, false);
    });
    drawn.forEach(function (label) { label.icon.hidden = !label.box; });
    labels.forEach(function (label) { label.shown = sizeOf(label.icon.firstChild); });
  }

  /* Put labels, each {shape, texts, quiet}, on the map for as long as the layer `owner` is there. A quiet one is
   * a name under venues, which keeps away from what is drawn of them. */
  function putLabels(owner, map, labels) {
    shared.pane(map, 'geodataNames', 440);
    labels.forEach(function (label) {
      var name = 'geodata-label' + (label.quiet ? ' geodata-quiet' : '');
      var icon = L.divIcon({ className: name, iconSize: [0, 0], html: shared.lines(label.texts) });
      var found = roomiest(label.shape);
      label.holds = found.holds;
      label.marker = L.marker(found.latlng, {
        icon: icon, interactive: false, keyboard: false, pane: label.quiet ? 'geodataNames' : 'markerPane'
      });
      owner.addLayer(label.marker);
    });
    var size = function (label) {
      var bounds = label.shape.getBounds();
      return (bounds.getEast() - bounds.getWest()) * (bounds.getNorth() - bounds.getSouth());
    };
    labels.sort(function (a, b) { return size(a) - size(b); });
    var seen = null;
    var again = function () {
      place(map, labels);
      seen = sizeOf(map.getContainer());
    };
    again();
    map.on('zoomend geodatadrawn', again);
    // A frame that is shown or widened only now, or a font that comes late, changes what lies over what. What it
    // tells first is how large everything is that has just been placed.
    var watch = new ResizeObserver(function () {
      var same = labels.every(function (label) {
        return !label.icon || label.shown.equals(sizeOf(label.icon.firstChild));
      });
      if (!same || !seen.equals(sizeOf(map.getContainer()))) again();
    });
    watch.observe(map.getContainer());
    labels.forEach(function (label) {
      var icon = label.marker.getElement();
      if (icon) watch.observe(icon.firstChild);
    });
    owner.once('remove', function () {
      map.off('zoomend geodatadrawn', again);
      watch.disconnect();
    });
  }

  shared.putLabels = putLabels;
})();
