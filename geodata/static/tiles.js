/* A base map of tiles under everything else, where one is set.
 *
 * Tiles are asked for once the first boundaries are drawn, so that nothing of the map waits behind them. A
 * server that hangs is left alone for a while; one that refuses or sends no pictures does no harm. Either is
 * told by one sentence beside the credits.
 */
(function () {
  'use strict';

  var PATIENCE = 4000; // milliseconds without a single tile until the server counts as hanging
  var PAUSE = 60000; // milliseconds until it is asked again, when the map is moved

  function escaped(text) {
    var box = document.createElement('span');
    box.textContent = text;
    return box.innerHTML; // Leaflet takes credits as HTML
  }

  function under(map, options) {
    var layer = L.tileLayer(options.url, {
      attribution: escaped(options.attribution), maxNativeZoom: options.maxZoom, maxZoom: map.getMaxZoom()
    });
    var failed = escaped(options.failed);
    var told = false;
    var came = false;
    var waiting = null;
    var askAgain = 0;

    function tell(trouble) {
      if (trouble === told) return;
      told = trouble;
      if (trouble) map.attributionControl.addAttribution(failed);
      else map.attributionControl.removeAttribution(failed);
    }

    /* Areas let tiles through only while there are some to see. */
    function seen(there) {
      if (map.options.geodataTiled === there) return;
      map.options.geodataTiled = there;
      map.getContainer().classList.toggle('geodata-tiled', there);
      map.eachLayer(function (other) { if (other.restyle) other.restyle(); });
    }

    function rest() {
      clearTimeout(waiting);
      waiting = null;
    }

    function giveUp() {
      rest();
      askAgain = Date.now() + PAUSE;
      layer.remove();
      seen(false);
      tell(true);
    }

    layer.on('loading', function () { came = false; });
    layer.on('tileloadstart', function () { if (!waiting) waiting = setTimeout(giveUp, PATIENCE); });
    layer.on('tileload', function () {
      came = true;
      rest();
      tell(false);
      seen(true);
    });
    layer.on('load', function () {
      rest();
      if (came) return;
      seen(false);
      tell(true);
    });

    function begin(event) {
      if (!(event.layer instanceof L.Path)) return;
      map.off('layeradd', begin);
      layer.addTo(map);
      map.on('moveend', function () {
        if (!map.hasLayer(layer) && Date.now() > askAgain) layer.addTo(map);
      });
    }
    map.on('layeradd', begin);
  }

  window.GeodataTiles = { under: under };
})();
