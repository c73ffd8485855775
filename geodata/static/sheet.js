/* A canvas over the map that goes along with it: dragged, pinched, drawn anew where it comes to rest. Comes after
 * base.js.
 */
(function () {
  'use strict';

  var shared = window.GeodataLayers.shared;
  var PADDING = 0.2; // of the view's size, drawn around it

  /* `paint` is called with the context and where the canvas lies: {zoom, world, size} of what is to be drawn, in
   * pixels of that zoom, {corner, layer} of its upper left corner, and `pad` beyond the view on each side. The
   * canvas has the class `name` and lies in `pane`, one that there is. */
  function Sheet(map, paint, name, pane) {
    this._map = map;
    this._paint = paint;
    var canvas = this.canvas = shared.element('canvas', 'geodata-sheet leaflet-zoom-animated ' + name);
    canvas.setAttribute('aria-hidden', 'true'); // the table beside the map tells the same
    pane.appendChild(canvas);
    map.on(this._events(), this);
    this.draw();
  }

  Sheet.prototype = {
    _events: function () {
      return {
        viewreset: this.draw, moveend: this.draw, zoomend: this.draw, resize: this.draw,
        move: this._follow, zoom: this._scale, zoomanim: this._animate
      };
    },

    draw: function () {
      var map = this._map;
      if (!map || !map.getSize().x) return;
      var size = map.getSize();
      var pad = size.multiplyBy(PADDING)._round();
      var whole = size.add(pad.multiplyBy(2));
      var corner = map.containerPointToLayerPoint(pad.multiplyBy(-1));
      L.DomUtil.setTransform(this.canvas, corner, 1);
      this._at = {
        zoom: map.getZoom(), corner: map.layerPointToLatLng(corner), layer: corner,
        world: map.getPixelOrigin().add(corner), size: whole, pad: pad
      };
      this._paint(this._emptied(whole), this._at);
    },

    _emptied: function (size) {
      var canvas = this.canvas;
      var ratio = window.devicePixelRatio || 1;
      if (canvas.width !== size.x * ratio || canvas.height !== size.y * ratio) {
        canvas.width = size.x * ratio;
        canvas.height = size.y * ratio;
        canvas.style.width = size.x + 'px';
        canvas.style.height = size.y + 'px';
      }
      var context = canvas.getContext('2d');
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, size.x, size.y);
      return context;
    },

    /* While the map is dragged the canvas goes with it, and is drawn anew before its edge comes into view. */
    _follow: function () {
      if (!this._at || this._map.getZoom() !== this._at.zoom) return;
      var gone = this._map.layerPointToContainerPoint(this._at.layer).add(this._at.pad);
      if (Math.abs(gone.x) < this._at.pad.x * 0.8 && Math.abs(gone.y) < this._at.pad.y * 0.8) return;
      if (this._asked) return;
      var self = this;
      this._asked = requestAnimationFrame(function () {
        self._asked = null;
        self.draw();
      });
    },

    /* A pinch: the last drawing, larger or smaller, until the fingers rest. */
    _scale: function () {
      if (!this._at) return;
      var map = this._map;
      L.DomUtil.setTransform(
        this.canvas, map.latLngToLayerPoint(this._at.corner), map.getZoomScale(map.getZoom(), this._at.zoom)
      );
    },

    _animate: function (event) {
      if (!this._at) return;
      var map = this._map;
      L.DomUtil.setTransform(
        this.canvas,
        map._latLngToNewLayerPoint(this._at.corner, event.zoom, event.center),
        map.getZoomScale(event.zoom, this._at.zoom)
      );
    },

    /* Done with, and nothing is to come in its place. */
    remove: function () {
      this._map.off(this._events(), this);
      this._map = null;
      this.canvas.remove();
    },

    /* Drawn: the one that was left is done with. */
    replace: function () { clearReplaced(this._map); },

    /* Done with; but to be seen until the next one has drawn: no flash between two days. */
    leave: function () {
      var map = this._map;
      var canvas = this.canvas;
      this._map = null;
      map.off(this._events(), this);
      clearReplaced(map);
      map._geodataLeft = canvas;
      canvas.classList.remove('geodata-hit');
      setTimeout(function () { if (!map._geodataPoints && map._geodataLeft === canvas) clearReplaced(map); }, 0);
      map.on('zoomstart viewreset', clearOwn);
    }
  };

  /* One function for all, so that the map does not gather a listener at every step. */
  function clearOwn() { clearReplaced(this); }

  function clearReplaced(map) {
    map.off('zoomstart viewreset', clearOwn);
    if (map._geodataLeft) map._geodataLeft.remove();
    map._geodataLeft = null;
  }

  shared.Sheet = Sheet;
})();
