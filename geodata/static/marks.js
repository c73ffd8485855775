/* Venues as shapes on a canvas, and the legend that explains shapes and colours. Comes after layers.js. */
(function () {
  'use strict';

  var shared = window.GeodataLayers.shared;

  /* One place with one or more venues: its shape says the standing, a number says how many share it. */
  var Place = L.CircleMarker.extend({
    _updatePath: function () {
      var renderer = this._renderer;
      if (!renderer._drawing || this._empty()) return;
      var context = renderer._ctx;
      var many = this.options.venues.length;
      draw(context, this.options.shape, this.options.color, this._point, this._radius, many > 1);
      if (many > 1) number(context, many, this.options.shape, this.options.color, this._point);
    }
  });

  function draw(context, shape, colour, at, radius, room) {
    context.lineWidth = 2;
    context.strokeStyle = colour;
    context.fillStyle = shape === 'disc' ? colour : '#FFFFFF';
    context.beginPath();
    if (shape !== 'cross' || room) {
      context.arc(at.x, at.y, radius, 0, Math.PI * 2);
      context.fill();
      context.stroke();
    }
    if (shape !== 'cross') return;
    var arm = room ? radius : radius - 1;
    context.beginPath();
    context.moveTo(at.x - arm, at.y - arm);
    context.lineTo(at.x + arm, at.y + arm);
    context.moveTo(at.x + arm, at.y - arm);
    context.lineTo(at.x - arm, at.y + arm);
    context.stroke();
  }

  function number(context, many, shape, colour, at) {
    context.font = 'bold 11px sans-serif';
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    if (shape === 'cross') { // the strokes would run through the digits
      context.lineWidth = 4;
      context.strokeStyle = '#FFFFFF';
      context.strokeText(String(many), at.x, at.y);
    }
    context.fillStyle = shape === 'disc' ? '#FFFFFF' : colour;
    context.fillText(String(many), at.x, at.y);
  }

  var Points = shared.Fetching.extend({
    _load: function (map) {
      var self = this;
      return shared.getJson(this.options.url, false).then(function (answer) {
        if (!self._map) return;
        self._places(answer.venues).forEach(function (venues) { self.addLayer(self._marker(map, venues)); });
        self.bindTooltip(function (marker) { return shared.lines(self._lines(marker.options.venues)); }, {
          className: 'geodata-tip'
        });
        self.bringToFront();
        shared.fitOnce(map, self.options.fit, self.getBounds());
      });
    },

    /* Venues by place, within about a metre, each list most urgent first; a market holds hundreds at one address. */
    _places: function (venues) {
      var marks = this.options.marks;
      var places = {};
      venues.forEach(function (venue) {
        if (!marks[venue.standing]) throw new Error('No mark for the standing ' + venue.standing);
        var key = venue.lon.toFixed(5) + ' ' + venue.lat.toFixed(5);
        (places[key] = places[key] || []).push(venue);
      });
      return Object.keys(places)
        .map(function (key) {
          return places[key].sort(function (a, b) { return marks[a.standing].order - marks[b.standing].order; });
        })
        .sort(function (a, b) { return marks[b[0].standing].order - marks[a[0].standing].order; });
    },

    _marker: function (map, venues) {
      var mark = this.options.marks[venues[0].standing];
      var marker = new Place([venues[0].lat, venues[0].lon], {
        renderer: shared.sharedCanvas(map),
        venues: venues,
        shape: mark.shape,
        color: mark.colour,
        radius: venues.length > 1 ? 10 : 6
      });
      marker.toGeoJSON = function () {
        var ids = venues.map(function (venue) { return venue.id; });
        return shared.clicked({ id: ids[0], ids: ids.slice(0, 500) });
      };
      return marker;
    },

    _lines: function (venues) {
      if (venues.length === 1) return [venues[0].name].concat(venues[0].label ? [venues[0].label] : []);
      var shown = venues.slice(0, 8).map(function (venue) {
        return venue.name + (venue.label ? ' · ' + venue.label : '');
      });
      var words = this.options.words;
      var rest = venues.length - shown.length;
      return [words.together.replace('{n}', venues.length)]
        .concat(shown, rest ? [words.more.replace('{n}', rest)] : []);
    }
  });

  var Legend = L.Layer.extend({
    initialize: function (options) { L.setOptions(this, options); },

    onAdd: function (map) {
      var options = this.options;
      var control = this._control = L.control({ position: 'topright' });
      control.onAdd = function () {
        var box = shared.element('details', 'geodata-legend');
        box.open = map.getSize().x >= 480;
        box.appendChild(shared.element('summary', '', options.title));
        options.entries.forEach(function (entry) {
          var row = shared.element('div', 'geodata-entry');
          row.appendChild(sample(entry));
          row.appendChild(shared.element('span', '', entry.label));
          box.appendChild(row);
        });
        L.DomEvent.disableClickPropagation(box);
        return box;
      };
      control.addTo(map);
    },

    onRemove: function () { this._control.remove(); }
  });

  function sample(entry) {
    var canvas = shared.element('canvas');
    var ratio = window.devicePixelRatio || 1;
    canvas.width = 22 * ratio;
    canvas.height = 16 * ratio;
    canvas.setAttribute('aria-hidden', 'true');
    var context = canvas.getContext('2d');
    context.scale(ratio, ratio);
    if (entry.shape !== 'area' && entry.shape !== 'empty') {
      draw(context, entry.shape, entry.colour, { x: 11, y: 8 }, 6, false);
      return canvas;
    }
    context.fillStyle = entry.colour;
    context.strokeStyle = shared.MUTED;
    if (entry.shape === 'empty') context.setLineDash([1, 3]);
    context.fillRect(1, 1, 20, 14);
    context.strokeRect(1, 1, 20, 14);
    return canvas;
  }

  window.GeodataLayers.points = function (options) { return new Points(options); };
  window.GeodataLayers.legend = function (options) { return new Legend(options); };
})();
