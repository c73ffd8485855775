/* Outlines and names of small areas for whoever has come close: fetched only then, drawn on a canvas under
 * everything, out of reach of pointer and keyboard. Comes after fetching.js and sheet.js.
 */
(function () {
  'use strict';

  var shared = window.GeodataLayers.shared;
  var overlap = shared.overlap;
  var FONT = '12px "Noto Sans TC", "PingFang TC", "Microsoft JhengHei", sans-serif';
  var HIGH = 16; // pixels of a line of text
  var BESIDE = 5; // pixels left between a name and its area's edge
  var ROWS = [5, 4, 6, 3, 7, 2, 8, 1, 9]; // tenths of an area's height at which a name may stand, the middle first
  var STEP = 24; // pixels that a name steps aside

  /* A place of the ground in pixels of zoom 0, of which every other zoom's are a multiple. */
  function flat(at) {
    var sine = Math.sin(at[1] * Math.PI / 180);
    return [(at[0] / 360 + 0.5) * 256, (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * 256];
  }

  function prepared(feature, name) {
    var geometry = feature.geometry;
    var polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    var area = { name: feature.properties[name], rings: [], left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
    [].concat.apply([], polygons).forEach(function (ring) {
      var made = ring.map(flat);
      made.forEach(function (at) {
        area.left = Math.min(area.left, at[0]);
        area.right = Math.max(area.right, at[0]);
        area.top = Math.min(area.top, at[1]);
        area.bottom = Math.max(area.bottom, at[1]);
      });
      area.rings.push(made);
    });
    return area;
  }

  /* Where an area lies on a canvas: {left, top, right, bottom} in its pixels. */
  function boxOf(area, at, scale) {
    return {
      left: area.left * scale - at.world.x, right: area.right * scale - at.world.x,
      top: area.top * scale - at.world.y, bottom: area.bottom * scale - at.world.y
    };
  }

  /* Stretches of a line across an area at a height, [from, to], the widest first; in pixels of the canvas. */
  function across(area, y, at, scale) {
    var crossed = [];
    var height = (y + at.world.y) / scale;
    area.rings.forEach(function (ring) {
      for (var i = 1; i < ring.length; i++) {
        var a = ring[i - 1];
        var b = ring[i];
        if (a[1] > height !== b[1] > height) {
          crossed.push((a[0] + (height - a[1]) / (b[1] - a[1]) * (b[0] - a[0])) * scale - at.world.x);
        }
      }
    });
    crossed.sort(function (a, b) { return a - b; });
    var made = [];
    for (var i = 1; i < crossed.length; i += 2) made.push([crossed[i - 1], crossed[i]]);
    return made.sort(function (a, b) { return b[1] - b[0] - a[1] + a[0]; });
  }

  /* The box of a name at a place, unless something that is near lies over it. */
  function free(x, y, wide, near) {
    var box = { left: x - wide / 2, right: x + wide / 2, top: y - HIGH / 2, bottom: y + HIGH / 2 };
    return near.some(function (other) { return overlap(box, other); }) ? null : box;
  }

  function moved(box, by) {
    return { left: box.left - by.x, right: box.right - by.x, top: box.top - by.y, bottom: box.bottom - by.y };
  }

  var Outlines = L.Layer.extend({
    initialize: function (options) { L.setOptions(this, options); },

    getEvents: function () { return { zoomend: this._look, viewreset: this._look, geodatadrawn: this._later }; },

    onAdd: function () {
      var self = this;
      this._forget = shared.onTheme(function () { self._later(); });
      this._look();
    },

    onRemove: function () {
      this._forget();
      this._clear();
    },

    /* Near enough or too far, which a step of the zoom may have changed. */
    _look: function () {
      if (this._map.getZoom() < this.options.fromZoom) return this._clear();
      if (this._sheet || this._asking) return;
      var self = this;
      this._asking = true;
      shared.getJson(this.options.url, true).then(function (boundaries) {
        self._asking = false;
        if (self._map && self._map.getZoom() >= self.options.fromZoom) self._begin(boundaries);
      }).catch(function (problem) {
        self._asking = false; // asked again at the next step; without them everything is as it is farther out
        console.warn(problem);
      });
    },

    _begin: function (boundaries) {
      var self = this;
      this._areas = this._areas || boundaries.features.map(function (each) { return prepared(each, self.options.nameProperty); });
      var paint = function (context, at) { self._paint(context, at); };
      this._sheet = new shared.Sheet(this._map, paint, 'geodata-outlines', shared.pane(this._map, 'geodataOutlines', 395));
    },

    _clear: function () {
      cancelAnimationFrame(this._asked);
      if (this._sheet) this._sheet.remove();
      this._sheet = null;
    },

    /* What the names keep away from has been drawn anew. */
    _later: function () {
      var self = this;
      cancelAnimationFrame(this._asked);
      this._asked = requestAnimationFrame(function () { if (self._sheet) self._sheet.draw(); });
    },

    _paint: function (context, at) {
      cancelAnimationFrame(this._asked);
      var scale = Math.pow(2, at.zoom);
      var whole = { left: 0, top: 0, right: at.size.x, bottom: at.size.y };
      var shown = this._areas.filter(function (area) { return overlap(boxOf(area, at, scale), whole); });
      context.beginPath();
      shown.forEach(function (area) {
        area.rings.forEach(function (ring) {
          ring.forEach(function (spot, i) {
            context[i ? 'lineTo' : 'moveTo'](spot[0] * scale - at.world.x, spot[1] * scale - at.world.y);
          });
        });
      });
      context.globalAlpha = 0.55;
      context.lineWidth = 0.8;
      context.lineJoin = 'round';
      context.strokeStyle = shared.shade(shared.MUTED);
      context.stroke(); // all at once: what two areas share is one line
      context.globalAlpha = 1;
      this._write(context, at, scale, shown);
    },

    _write: function (context, at, scale, shown) {
      var points = this._map._geodataPoints;
      var taken = this._namesAround(at).concat((points ? points.boxes() : []).map(function (box) { return moved(box, at.layer); }));
      context.font = FONT;
      context.textAlign = 'center';
      context.textBaseline = 'middle';
      context.lineJoin = 'round';
      context.lineWidth = 3;
      context.strokeStyle = shared.shade('#FFFFFF');
      context.fillStyle = shared.shade(shared.MUTED);
      var self = this;
      shown.forEach(function (area) {
        var box = self._roomFor(area, context.measureText(area.name).width, at, scale, taken);
        if (!box) return;
        taken.push(box);
        context.strokeText(area.name, (box.left + box.right) / 2, (box.top + box.bottom) / 2);
        context.fillText(area.name, (box.left + box.right) / 2, (box.top + box.bottom) / 2);
      });
    },

    /* A free place for a name of a width on that part of its area that is in view; null where there is none. */
    _roomFor: function (area, wide, at, scale, taken) {
      var box = boxOf(area, at, scale);
      var top = Math.max(box.top, at.pad.y);
      var high = Math.min(box.bottom, at.size.y - at.pad.y) - top;
      if (box.right - box.left < wide + 2 * BESIDE || high < HIGH) return null;
      var near = taken.filter(function (other) { return overlap(box, other); });
      var found = null;
      ROWS.some(function (tenths) {
        var y = top + high * tenths / 10;
        return across(area, y, at, scale).some(function (stretch) {
          var from = Math.max(stretch[0], at.pad.x) + BESIDE + wide / 2;
          var to = Math.min(stretch[1], at.size.x - at.pad.x) - BESIDE - wide / 2;
          for (var aside = 0; aside <= (to - from) / 2 && !found; aside += STEP) {
            found = free((from + to) / 2 - aside, y, wide, near) || free((from + to) / 2 + aside, y, wide, near);
          }
          return Boolean(found);
        });
      });
      return found;
    },

    /* Names of larger areas that stand on the ground: labels.js puts them there. */
    _namesAround: function (at) {
      var pane = this._map.getPane('geodataNames');
      var origin = this._map.getPane('mapPane').getBoundingClientRect();
      return [].map.call(pane ? pane.querySelectorAll('.geodata-label:not([hidden]) > div') : [], function (label) {
        return moved(moved(label.getBoundingClientRect(), origin), at.layer);
      });
    }
  });

  window.GeodataLayers.outlines = function (options) { return new Outlines(options); };
})();
