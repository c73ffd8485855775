/* The map itself, once: its language and name, its size, and what lies under everything. Comes after theme.js. */
(function () {
  'use strict';

  var shared = window.GeodataLayers.shared;

  /* Leaflet lets the browser scroll a map into view that is pressed upon, away from under the pointer. */
  L.Map.Keyboard.prototype._onMouseDown = function () {
    if (!this._focused) this._map.getContainer().focus({ preventScroll: true });
  };

  window.GeodataLayers.setUp = function (map, options) {
    shared.takeTheme();
    // After the render event the component's own library has set the theme's variables.
    if (window.Streamlit) window.Streamlit.events.addEventListener('streamlit:render', shared.takeTheme);
    document.documentElement.lang = options.language;
    document.title = options.title;
    map.attributionControl.setPrefix('Leaflet');
    L.control.zoom({ zoomInTitle: options.zoomIn, zoomOutTitle: options.zoomOut }).addTo(map);
    // The page's style sheet may give the frame less height than the map was told.
    new ResizeObserver(function () { map.invalidateSize(); }).observe(map.getContainer());
    map.on('resize', function () { shared.refit(map); });
    map.getContainer().setAttribute('role', 'region');
    map.getContainer().setAttribute('aria-label', options.described);
    if (options.tiles) window.GeodataTiles.under(map, options.tiles);
  };
})();
