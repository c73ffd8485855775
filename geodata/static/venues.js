/* Venues on one canvas: clusters far out, single marks near by, found again under the pointer.
 *
 * Nothing here is an object of Leaflet's but the layer itself: what stands on the canvas is a list of what was
 * drawn last, in which the pointer looks for the nearest. Comes after the scripts of its parts: marks.js,
 * points.js, names.js, arranging.js, sheet.js and pointing.js.
 */
(function () {
  'use strict';

  var shared = window.GeodataLayers.shared;
  var TOLD = 500; // ids of one place that a click tells at most

  var Venues = shared.Fetching.extend({
    includes: shared.pointing,

    getEvents: function () { return { zoomstart: this._unhover }; },

    onAdd: function (map) {
      this._drawn = [];
      this._listening = {
        click: this._click.bind(this), mousemove: this._hover.bind(this), mouseleave: this._unhover.bind(this)
      };
      var container = map.getContainer();
      for (var type in this._listening) container.addEventListener(type, this._listening[type], type === 'click');
      var self = this;
      this._forget = shared.onTheme(function () { self._redraw(); });
      map._geodataPoints = this;
      if (this.options.near) this._near = shared.nearControl(this, this.options).addTo(map);
      shared.Fetching.prototype.onAdd.call(this, map);
    },

    onRemove: function (map) {
      var container = map.getContainer();
      for (var type in this._listening) container.removeEventListener(type, this._listening[type], type === 'click');
      this._forget();
      if (this._near) this._near.remove();
      if (this._fetch) this._fetch.abort();
      this._unhover();
      if (this._sheet) this._sheet.leave();
      if (map._geodataPoints === this) map._geodataPoints = null;
      this._sheet = this._index = null;
      shared.Fetching.prototype.onRemove.call(this, map);
    },

    isEmpty: function () { return !this._index || !this._index.count; },

    _load: function (map) {
      var self = this;
      this._fetch = new AbortController();
      return shared.getColumns(this.options.url, this._fetch.signal).then(function (columns) {
        if (!self._map) return;
        var kinds = self._kinds = shared.kindsOf(self.options.marks);
        var classes = columns.header.standings.map(function (standing) {
          if (!self.options.marks[standing]) throw new Error('No mark for the standing ' + standing);
          return self.options.marks[standing].order;
        });
        self._index = new shared.PointIndex(columns, classes, kinds.length);
        self._names = new shared.Names(self.options.namesUrl, self._index);
        var over = shared.pane(map, 'geodataPoints', 450);
        self._sheet = new shared.Sheet(map, function (context, at) { self._paint(context, at); }, 'geodata-points', over);
        self._sheet.replace();
        shared.fitOnce(map, self.options.fit, self._bounds(self._index.extent(0, self._index.count)));
        self.fire('drawn');
      });
    },

    _redraw: function () {
      if (this._sheet) this._sheet.draw();
    },

    _paint: function (context, at) {
      this._at = at;
      this._drawn = shared.arranged(this._index, at);
      shared.drawVenues(context, this._drawn, this._kinds);
      if (this._here) shared.drawHere(context, this._map.project(this._here, at.zoom).subtract(at.world));
      this._map.fire('geodatadrawn');
    },

    /* Where everything drawn lies on the map's layer, {left, top, right, bottom} in pixels: names keep off. */
    boxes: function () {
      var at = this._at && this._at.layer;
      return at ? this._drawn.map(function (each) {
        var x = each.x + at.x;
        var y = each.y + at.y;
        return { left: x - each.r, right: x + each.r, top: y - each.r, bottom: y + each.r };
      }) : [];
    },

    /* Zoom to a cluster's extent, and by one step at least. */
    _open: function (cluster) {
      var map = this._map;
      var bounds = this._bounds(this._index.extent(cluster.from, cluster.to));
      var zoom = Math.min(map.getMaxZoom(), Math.max(map.getZoom() + 1, map.getBoundsZoom(bounds, false, L.point(40, 40))));
      map.setView(bounds.getCenter(), zoom, { animate: shared.mayMove() });
    },

    /* Hand a place on to the page, as a click on its mark does. */
    choose: function (from, to) {
      var index = this._index;
      var ids = index.urgent(from, to).slice(0, TOLD).map(function (i) { return index.ids[i]; });
      this._chosen = { id: ids[0], ids: ids, village: index.villageOf(from) };
      this.fire('click', { latlng: this._latlng(from) }, true);
    },

    toGeoJSON: function () { return shared.clicked(this._chosen); },

    index: function () { return this._index; },

    /* Names by id of the village of a point: {ready} if they are here, else {coming}; see names.js. */
    names: function (i) { return this._names.around(i); },

    /* The reader's own position, drawn and told to nobody; null takes it off. */
    showHere: function (latlng) {
      this._here = latlng;
      this._redraw();
    },

    _latlng: function (i) { return L.latLng(this._index.lat(this._index.y[i]), this._index.lon(this._index.x[i])); },

    _bounds: function (box) {
      if (box.x1 < box.x0) return L.latLngBounds([]);
      return L.latLngBounds(
        [this._index.lat(box.y0), this._index.lon(box.x0)], [this._index.lat(box.y1), this._index.lon(box.x1)]
      );
    }
  });

  window.GeodataLayers.points = function (options) { return new Venues(options); };
})();
