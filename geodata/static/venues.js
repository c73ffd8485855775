/* Venues on one canvas: clusters far out, single marks near by, found again under the pointer.
 *
 * Nothing here is an object of Leaflet's but the layer itself: what stands on the canvas is a list of what was
 * drawn last, in which the pointer looks for the nearest. Comes after marks.js and points.js.
 */
(function () {
  'use strict';

  var shared = window.GeodataLayers.shared;
  var CELL = 56; // pixels that a cluster's square has at least, of which its disc takes no more
  var SINGLY_FROM = 17; // the zoom from which places stand singly even where their marks touch
  var ALL_FROM = 18; // and from which all do
  var FEW = 12; // places of a square that may stand singly before that
  var APART = 15; // pixels between two marks
  var PADDING = 0.2; // of the view's size, drawn around it
  var TOLERANCE = { fine: 3, coarse: 22 };
  var TOLD = 500; // ids of one place that a click tells at most
  var NAMED = 8; // names in a tooltip

  var Points = shared.Fetching.extend({
    getEvents: function () {
      return {
        viewreset: this._redraw, moveend: this._redraw, zoomend: this._redraw, resize: this._redraw,
        move: this._follow, zoom: this._scale, zoomanim: this._animate, zoomstart: this._unhover
      };
    },

    onAdd: function (map) {
      this._drawn = [];
      this._named = {};
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
      leaveUntilReplaced(map, this._canvas);
      if (map._geodataPoints === this) map._geodataPoints = null;
      this._canvas = this._index = null;
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
        self._canvas = shared.element('canvas', 'geodata-points leaflet-zoom-animated');
        self._canvas.setAttribute('aria-hidden', 'true'); // the table beside the map tells the same
        shared.pane(map, 'geodataPoints', 450).appendChild(self._canvas);
        self._redraw();
        clearReplaced(map);
        shared.fitOnce(map, self.options.fit, self._bounds(self._index.extent(0, self._index.count)));
        self.fire('drawn');
      });
    },

    /* Drawing */

    _redraw: function () {
      var map = this._map;
      if (!map || !this._canvas || !map.getSize().x) return;
      var size = map.getSize();
      var pad = size.multiplyBy(PADDING)._round();
      var whole = size.add(pad.multiplyBy(2));
      var ratio = window.devicePixelRatio || 1;
      var canvas = this._canvas;
      if (canvas.width !== whole.x * ratio || canvas.height !== whole.y * ratio) {
        canvas.width = whole.x * ratio;
        canvas.height = whole.y * ratio;
        canvas.style.width = whole.x + 'px';
        canvas.style.height = whole.y + 'px';
      }
      var corner = map.containerPointToLayerPoint(pad.multiplyBy(-1));
      L.DomUtil.setTransform(canvas, corner, 1);
      this._at = {
        zoom: map.getZoom(), corner: map.layerPointToLatLng(corner), layer: corner,
        world: map.getPixelOrigin().add(corner), size: whole, pad: pad
      };
      var context = canvas.getContext('2d');
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, whole.x, whole.y);
      this._drawn = this._laidOut();
      shared.drawVenues(context, this._drawn, this._kinds);
      if (this._here) shared.drawHere(context, this._onCanvas(this._here));
      map.fire('geodatadrawn');
    },

    /* Whether anything drawn lies in a box of the map's layer, in pixels: a name would be hidden there. */
    covers: function (box) {
      var at = this._at && this._at.layer;
      return Boolean(at) && this._drawn.some(function (each) {
        return each.x + at.x + each.r > box.left && each.x + at.x - each.r < box.right &&
          each.y + at.y + each.r > box.top && each.y + at.y - each.r < box.bottom;
      });
    },

    /* What stands on the canvas, clusters first and whoever must act last: {x, y, r, from, to, counts, cluster}. */
    _laidOut: function () {
      var self = this;
      var index = this._index;
      var level = this._level();
      var clusters = [];
      var marks = [];
      index.eachCell(level, this._seen(), function (from, to, x, y) {
        var places = index.places(from, to);
        var own = self._marks(from, to, places);
        if (own) own.forEach(function (mark) { marks.push(mark); });
        else clusters.push(self._cluster(from, to, x, y, level));
      });
      marks.sort(function (a, b) { return b.kind - a.kind; });
      return clusters.concat(marks);
    },

    _level: function () {
      var unit = this._index.header.unit / 360 * 256 * Math.pow(2, this._at.zoom);
      return Math.max(0, Math.min(shared.TOP_LEVEL, Math.ceil(Math.log(CELL / unit) / Math.LN2)));
    },

    /* The part of the grid under the canvas. */
    _seen: function () {
      var map = this._map;
      var header = this._index.header;
      var from = map.unproject(this._at.world, this._at.zoom);
      var to = map.unproject(this._at.world.add(this._at.size), this._at.zoom);
      var within = function (degrees, origin) {
        return Math.max(0, Math.min(65535, Math.floor((degrees - origin) / header.unit)));
      };
      return {
        x0: within(from.lng, header.west), x1: within(to.lng, header.west),
        y0: within(to.lat, header.south), y1: within(from.lat, header.south)
      };
    },

    /* Where a spot of the grid stands, in pixels of the canvas. */
    _pixel: function (x, y) {
      var lat = this._index.lat(y) * Math.PI / 180;
      var world = 256 * Math.pow(2, this._at.zoom);
      return {
        x: (this._index.lon(x) + 180) / 360 * world - this._at.world.x,
        y: (1 - Math.log(Math.tan(lat) + 1 / Math.cos(lat)) / Math.PI) / 2 * world - this._at.world.y
      };
    },

    /* A mark for each place of a square; null where they would lie over one another. */
    _marks: function (from, to, places) {
      if (places > FEW && this._at.zoom < ALL_FROM) return null;
      var self = this;
      var marks = [];
      this._index.eachPlace(from, to, function (start, end) { marks.push(self._mark(start, end)); });
      if (this._at.zoom >= SINGLY_FROM) return marks;
      for (var i = 0; i < marks.length; i++) {
        for (var j = 0; j < i; j++) {
          if (Math.abs(marks[i].x - marks[j].x) < APART && Math.abs(marks[i].y - marks[j].y) < APART) return null;
        }
      }
      return marks;
    },

    _mark: function (from, to) {
      var at = this._pixel(this._index.x[from], this._index.y[from]);
      var kind = this._index.kind[from];
      for (var i = from + 1; i < to && kind; i++) kind = Math.min(kind, this._index.kind[i]);
      return { x: at.x, y: at.y, r: to - from > 1 ? 10 : 6, from: from, to: to, kind: kind, cluster: false };
    },

    /* In the middle of its points, as far as its disc keeps within its own square and off the others'. */
    _cluster: function (from, to, x, y, level) {
      var centre = this._index.centre(from, to);
      var at = this._pixel(centre.x, centre.y);
      var low = this._pixel(x, y + (1 << level));
      var high = this._pixel(x + (1 << level), y);
      var r = 13 + 3 * String(to - from).length;
      at.x = Math.max(low.x + r, Math.min(high.x - r, at.x));
      at.y = Math.max(low.y + r, Math.min(high.y - r, at.y));
      return { x: at.x, y: at.y, r: r, from: from, to: to, counts: this._index.counts(from, to), cluster: true };
    },

    _onCanvas: function (latlng) {
      return this._map.project(latlng, this._at.zoom).subtract(this._at.world);
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
        self._redraw();
      });
    },

    /* A pinch: the last drawing, larger or smaller, until the fingers rest. */
    _scale: function () {
      if (!this._at || !this._canvas) return;
      var map = this._map;
      L.DomUtil.setTransform(
        this._canvas, map.latLngToLayerPoint(this._at.corner), map.getZoomScale(map.getZoom(), this._at.zoom)
      );
    },

    _animate: function (event) {
      if (!this._at || !this._canvas) return;
      var map = this._map;
      L.DomUtil.setTransform(
        this._canvas,
        map._latLngToNewLayerPoint(this._at.corner, event.zoom, event.center),
        map.getZoomScale(event.zoom, this._at.zoom)
      );
    },

    /* The pointer */

    /* What was drawn under a mouse event or the finger, the nearest; null where nothing is. */
    _under: function (event) {
      var map = this._map;
      var ground = map.getPane('mapPane');
      if (!this._at || !(event.target === map.getContainer() || ground.contains(event.target))) return null;
      var at = map.mouseEventToLayerPoint(event).subtract(this._at.layer);
      var coarse = event.pointerType ? event.pointerType === 'touch' : window.matchMedia('(pointer: coarse)').matches;
      var tolerance = coarse ? TOLERANCE.coarse : TOLERANCE.fine;
      var best = null;
      var least = Infinity;
      this._drawn.forEach(function (each) {
        var distance = Math.sqrt(Math.pow(each.x - at.x, 2) + Math.pow(each.y - at.y, 2));
        // A finger's reach is for what is smaller than a finger.
        if (distance <= Math.max(each.r + TOLERANCE.fine, tolerance) && distance <= least) {
          best = each;
          least = distance;
        }
      });
      return best;
    },

    /* Before Leaflet hears of it, so that the area underneath is not clicked as well. */
    _click: function (event) {
      var map = this._map;
      if (map.dragging && map.dragging.moved()) return;
      var hit = this._under(event);
      if (!hit) return;
      event.stopPropagation();
      event.preventDefault();
      this._unhover();
      if (hit.cluster) this._open(hit);
      else this.choose(hit.from, hit.to);
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

    _hover: function (event) {
      var hit = event.buttons ? null : this._under(event);
      if (hit === this._hovered) return;
      this._unhover();
      if (!hit || !this._canvas) return;
      this._hovered = hit;
      // The canvas takes the pointer only now, and the area underneath is told at once that it has left.
      this._canvas.classList.add('geodata-hit');
      this._map.fire('geodatacovered');
      var corner = this._at.layer;
      this._tip = L.tooltip({ className: 'geodata-tip', direction: 'top', offset: [0, -hit.r], opacity: 1 })
        .setLatLng(this._map.layerPointToLatLng(corner.add([hit.x, hit.y])))
        .setContent(shared.lines(hit.cluster ? this._counted(hit) : this._called(hit)))
        .addTo(this._map);
    },

    _unhover: function () {
      this._hovered = null;
      if (this._canvas) this._canvas.classList.remove('geodata-hit');
      if (this._tip) this._tip.remove();
      this._tip = null;
    },

    _counted: function (hit) {
      var words = this.options.words;
      var told = [words.count.replace('{n}', shared.thousands(hit.to - hit.from))];
      this._kinds.forEach(function (kind, order) {
        if (hit.counts[order]) told.push(words[kind.name] + ' ' + shared.thousands(hit.counts[order]));
      });
      return told.concat(words.closer);
    },

    /* A place's names, which may come later; until then how many they are. */
    _called: function (hit) {
      var self = this;
      var names = null;
      var known = this.names(hit.from);
      if (known.ready) names = known.ready;
      else {
        known.coming.then(function () {
          if (self._hovered === hit) self._tip.setContent(shared.lines(self._placeLines(hit, self.names(hit.from).ready)));
        }).catch(function (problem) { if (self._map) console.warn(problem); });
      }
      return this._placeLines(hit, names || {});
    },

    _placeLines: function (hit, names) {
      var self = this;
      var index = this._index;
      var words = this.options.words;
      var many = hit.to - hit.from;
      var called = index.urgent(hit.from, hit.to).slice(0, NAMED)
        .map(function (i) { return names[index.ids[i]]; })
        .filter(function (each) { return each; });
      if (many === 1) {
        if (called.length) return [called[0].name].concat(called[0].label || []);
        return [words[self._kinds[index.kind[hit.from]].name]];
      }
      var rest = many - called.length;
      return [words.together.replace('{n}', shared.thousands(many))].concat(
        called.map(function (each) { return each.name + (each.label ? ' · ' + each.label : ''); }),
        called.length && rest ? [words.more.replace('{n}', shared.thousands(rest))] : []
      );
    },

    /* Names by id of the village of a point: {ready} if they are here, else {coming}; asked for once. */
    names: function (i) {
      var village = this._index.villageOf(i);
      if (!village || !this.options.namesUrl) return { ready: {} };
      var self = this;
      var kept = this._named[village];
      if (kept) return kept;
      var address = new URL(this.options.namesUrl, document.baseURI);
      address.searchParams.set('village', village);
      var coming = shared.getJson(address.href, false).then(function (answer) {
        var names = {};
        answer.venues.forEach(function (venue) { names[venue.id] = venue; });
        self._named[village] = { ready: names };
      });
      coming.catch(function () { delete self._named[village]; });
      return this._named[village] = { coming: coming };
    },

    index: function () { return this._index; },

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

  /* A canvas whose layer is taken off stays to be seen until the next one has drawn: no flash between two days. */
  function leaveUntilReplaced(map, canvas) {
    if (!canvas) return;
    clearReplaced(map);
    map._geodataLeft = canvas;
    canvas.classList.remove('geodata-hit');
    setTimeout(function () { if (!map._geodataPoints && map._geodataLeft === canvas) clearReplaced(map); }, 0);
    map.on('zoomstart viewreset', clearOwn);
  }

  /* One function for all, so that the map does not gather a listener at every step. */
  function clearOwn() { clearReplaced(this); }

  function clearReplaced(map) {
    map.off('zoomstart viewreset', clearOwn);
    if (map._geodataLeft) map._geodataLeft.remove();
    map._geodataLeft = null;
  }

  window.GeodataLayers.points = function (options) { return new Points(options); };
})();
