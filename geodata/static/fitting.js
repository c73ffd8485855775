/* The view that a layer brings: taken once, and again when the frame has another size. Comes after base.js. */
(function () {
  'use strict';

  function fitOnce(map, key, bounds) {
    if (!key || map._geodataFit === key || !bounds.isValid()) return;
    if (!map.getSize().x || !map.getSize().y) { // in a folded part of the page; its size comes when it is opened
      map.once('resize', function () { fitOnce(map, key, bounds); });
      return;
    }
    map._geodataFit = key;
    map.fire('geodatacovered'); // whatever was under the pointer is elsewhere now
    fit(map, bounds);
  }

  function fit(map, bounds) {
    // Above what names the sources, which on a phone is as wide as the map.
    var sources = map.attributionControl ? map.attributionControl.getContainer().offsetHeight : 0;
    map.fitBounds(bounds, {
      paddingTopLeft: [14, 14], paddingBottomRight: [14, 8 + sources], maxZoom: 17, animate: false
    });
    map._geodataFitted = { bounds: bounds, centre: map.getCenter(), zoom: map.getZoom() };
  }

  /* The frame has another size than when the map was fitted to it: fit again, unless the reader has moved since. */
  function refit(map) {
    var last = map._geodataFitted;
    if (!last || last.zoom !== map.getZoom() || !map.getSize().y) return;
    if (map.project(last.centre).distanceTo(map.project(map.getCenter())) > 2) return;
    fit(map, last.bounds);
  }

  L.extend(window.GeodataLayers.shared, { fitOnce: fitOnce, refit: refit });
})();
