/* Map layers that fetch what they draw: areas coloured by class, venues as shapes, and a legend.
 *
 * Text from data reaches the page by textContent alone, never as HTML. A click hands on
 * {properties: {..., click: when}} without geometry: the time makes a second click on the same
 * place a new value, which the page would otherwise never hear of.
 */
(function () {
  'use strict';

  var INK = '#1B2733';
  var MUTED = '#5B6770';
  var EDGE = {
    plain: { color: MUTED, weight: 0.8, dashArray: null },
    empty: { color: MUTED, weight: 1, dashArray: '1 4' },
    active: { color: INK, weight: 2.5, dashArray: null }
  };
  var FOCUSABLE = 60; // more stops than this would bury the rest of the page for who walks it by keyboard

  var fetched = {}; // boundaries do not change while the page is open; figures and venues do

  function getJson(url, keep) {
    if (keep && fetched[url]) return fetched[url];
    var answer = fetch(url, { credentials: 'same-origin' }).then(function (response) {
      if (!response.ok) throw new Error(url + ' answered ' + response.status);
      return response.json();
    });
    if (keep) {
      fetched[url] = answer;
      answer.catch(function () { delete fetched[url]; });
    }
    return answer;
  }

  function element(tag, className, text) {
    var made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function lines(texts) {
    var box = element('div');
    texts.forEach(function (text, index) {
      box.appendChild(element('div', index ? '' : 'geodata-first', text));
    });
    return box;
  }

  function clicked(properties) {
    var copy = L.extend({}, properties, { click: Date.now() });
    return { type: 'Feature', properties: copy, geometry: null };
  }

  function fitOnce(map, key, bounds) {
    if (!key || map._geodataFit === key || !bounds.isValid()) return;
    if (!map.getSize().x) { // in a folded part of the page; its size comes when it is opened
      map.once('resize', function () { fitOnce(map, key, bounds); });
      return;
    }
    map._geodataFit = key;
    map.fitBounds(bounds, { padding: [14, 14], maxZoom: 17, animate: false });
  }

  /* Outlines lie under whatever is coloured, in whichever order the two arrive. */
  function contextPane(map) {
    if (!map.getPane('geodataContext')) map.createPane('geodataContext').style.zIndex = 390;
    return 'geodataContext';
  }

  function overlap(a, b) {
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  }

  function sharedCanvas(map) {
    if (!map._geodataCanvas) map._geodataCanvas = L.canvas({ padding: 0.3 });
    return map._geodataCanvas;
  }

  /* What both kinds of layer have in common: fetch, fill unless taken off meanwhile, say how it goes. */
  var Fetching = L.FeatureGroup.extend({
    initialize: function (options) {
      L.FeatureGroup.prototype.initialize.call(this, [], options);
    },

    onAdd: function (map) {
      L.FeatureGroup.prototype.onAdd.call(this, map);
      // The frame remembers every group it was ever given; those off the map are done with.
      if (window.feature_group) {
        window.feature_group = window.feature_group.filter(function (group) { return map.hasLayer(group); });
      }
      var self = this;
      var words = this.options.words;
      this._say(words.loading);
      this._load(map).then(
        function () { if (self._map) self._say(self.getLayers().length ? '' : words.empty); },
        function (problem) {
          console.warn(problem);
          if (self._map) self._say(words.failed);
        }
      );
    },

    onRemove: function (map) {
      this._say('');
      this.clearLayers();
      L.FeatureGroup.prototype.onRemove.call(this, map);
    },

    _say: function (text) {
      if (this._note) {
        this._note.remove();
        this._note = null;
      }
      if (!text || !this._map) return;
      var note = this._note = L.control({ position: 'topright' });
      note.onAdd = function () {
        var box = element('div', 'geodata-note', text);
        box.setAttribute('role', 'status');
        return box;
      };
      note.addTo(this._map);
    }
  });

  var Areas = Fetching.extend({
    _load: function (map) {
      var self = this;
      var options = this.options;
      var figures = options.figuresUrl ? getJson(options.figuresUrl, false) : Promise.resolve({ areas: options.figures });
      figures.catch(function () { /* told of below; here only so that no browser calls it unhandled meanwhile */ });
      return getJson(options.url, true).then(function (boundaries) {
        if (!self._map) return null;
        self._figures = null;
        self._draw(map, boundaries);
        return figures.then(function (answer) {
          if (!self._map) return;
          self._figures = answer.areas || {};
          self._dress(map);
        });
      });
    },

    _draw: function (map, boundaries) {
      var self = this;
      var only = this.options.only;
      var canvas = this.options.canvas;
      var shapes = L.geoJSON(boundaries, {
        renderer: canvas ? sharedCanvas(map) : undefined,
        pane: this.options.outline && !canvas ? contextPane(map) : 'overlayPane',
        filter: function (feature) { return !only || feature.properties[only.property] === only.value; },
        style: function (feature) { return self._style(feature); },
        onEachFeature: function (feature, shape) { self._listen(feature, shape); }
      });
      shapes.bindTooltip(function (shape) { return lines(self._lines(shape.feature)); }, {
        sticky: true, className: 'geodata-tip'
      });
      this._shapes = shapes;
      if (shapes.getLayers().length) this.addLayer(shapes);
      shapes.bringToBack();
      fitOnce(map, this.options.fit, shapes.getBounds());
    },

    _listen: function (feature, shape) {
      var self = this;
      shape.toGeoJSON = function () { return clicked(feature.properties); };
      shape.on('mouseover focus', function () { shape.setStyle(EDGE.active); });
      shape.on('mouseout blur', function () { shape.setStyle(self._style(feature)); });
    },

    _figure: function (feature) {
      return (this._figures || {})[feature.properties.code];
    },

    _style: function (feature) {
      var selected = this.options.selected === feature.properties.code;
      if (this.options.outline) {
        return L.extend({}, selected ? EDGE.active : EDGE.plain, { fillColor: '#FFFFFF', fillOpacity: selected ? 1 : 0.4 });
      }
      var figure = this._figure(feature);
      var colour = figure && this.options.colours[figure['class']];
      var edge = selected ? EDGE.active : colour || !this._figures ? EDGE.plain : EDGE.empty;
      return L.extend({}, edge, { fillColor: colour || '#FFFFFF', fillOpacity: this._figures ? 1 : 0.5 });
    },

    _lines: function (feature) {
      var figure = this._figure(feature);
      return figure && figure.lines.length ? figure.lines : [feature.properties[this.options.nameProperty]];
    },

    /* The figures have come: colours, names on the ground, and a way in by keyboard. */
    _dress: function (map) {
      var self = this;
      var shapes = this._shapes.getLayers();
      this._shapes.setStyle(function (feature) { return self._style(feature); });
      var labels = [];
      shapes.forEach(function (shape) {
        var figure = self._figure(shape.feature);
        if (figure && figure.label) labels.push(self._label(shape, figure.label));
        var path = shape.getElement && shape.getElement();
        if (path && shapes.length <= FOCUSABLE && !self.options.outline) self._reachable(shape, path);
      });
      if (labels.length) this._uncrowd(map, labels);
      var tip = this._shapes.getTooltip();
      if (tip && tip.isOpen()) tip.update(); // opened before there were figures to tell
    },

    /* Larger areas first; what would lie over another shows its name alone, or waits for a closer look. */
    _uncrowd: function (map, labels) {
      var area = function (marker) {
        var size = marker._geodataBounds;
        return (size.getEast() - size.getWest()) * (size.getNorth() - size.getSouth());
      };
      labels.sort(function (a, b) { return area(b) - area(a); });
      function place() {
        var taken = [];
        labels.forEach(function (marker) {
          var icon = marker.getElement();
          if (!icon) return;
          var corners = marker._geodataBounds;
          var width = map.project(corners.getSouthEast()).x - map.project(corners.getNorthWest()).x;
          var fits = function (nameAlone) {
            icon.classList.toggle('geodata-short', nameAlone);
            var box = icon.firstChild.getBoundingClientRect();
            return width >= box.width * 0.8 && !taken.some(function (other) { return overlap(box, other); });
          };
          icon.hidden = false;
          icon.hidden = !fits(false) && !fits(true);
          if (!icon.hidden) taken.push(icon.firstChild.getBoundingClientRect());
        });
      }
      place();
      map.on('zoomend', place);
      this.once('remove', function () { map.off('zoomend', place); });
    },

    _label: function (shape, label) {
      var icon = L.divIcon({
        className: 'geodata-label', iconSize: [0, 0],
        html: lines([shape.feature.properties[this.options.nameProperty], label])
      });
      var marker = L.marker(shape.getCenter(), { icon: icon, interactive: false, keyboard: false });
      marker._geodataBounds = shape.getBounds();
      this.addLayer(marker);
      return marker;
    },

    _reachable: function (shape, path) {
      path.setAttribute('tabindex', '0');
      path.setAttribute('role', 'button');
      path.setAttribute('aria-label', this._lines(shape.feature).join('，'));
      L.DomEvent.on(path, 'focus', function () { shape.fire('focus'); });
      L.DomEvent.on(path, 'blur', function () { shape.fire('blur'); });
      L.DomEvent.on(path, 'keydown', function (event) {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        L.DomEvent.stop(event);
        shape.fire('click', { latlng: shape.getCenter() }, true);
      });
    }
  });

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

  var Points = Fetching.extend({
    _load: function (map) {
      var self = this;
      return getJson(this.options.url, false).then(function (answer) {
        if (!self._map) return;
        self._places(answer.venues).forEach(function (venues) { self.addLayer(self._marker(map, venues)); });
        self.bindTooltip(function (marker) { return lines(self._lines(marker.options.venues)); }, {
          className: 'geodata-tip'
        });
        self.bringToFront();
        fitOnce(map, self.options.fit, self.getBounds());
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
        renderer: sharedCanvas(map),
        venues: venues,
        shape: mark.shape,
        color: mark.colour,
        radius: venues.length > 1 ? 10 : 6
      });
      marker.toGeoJSON = function () {
        var ids = venues.map(function (venue) { return venue.id; });
        return clicked({ id: ids[0], ids: ids.slice(0, 500) });
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
      var control = this._control = L.control({ position: 'bottomleft' });
      control.onAdd = function () {
        var box = element('details', 'geodata-legend');
        box.open = map.getSize().x >= 480;
        box.appendChild(element('summary', '', options.title));
        options.entries.forEach(function (entry) {
          var row = element('div', 'geodata-entry');
          row.appendChild(sample(entry));
          row.appendChild(element('span', '', entry.label));
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
    var canvas = element('canvas');
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
    context.strokeStyle = MUTED;
    if (entry.shape === 'empty') context.setLineDash([1, 3]);
    context.fillRect(1, 1, 20, 14);
    context.strokeRect(1, 1, 20, 14);
    return canvas;
  }

  window.GeodataLayers = {
    setUp: function (map, options) {
      document.documentElement.lang = options.language;
      document.title = options.title;
      map.attributionControl.setPrefix('Leaflet');
      L.control.zoom({ zoomInTitle: options.zoomIn, zoomOutTitle: options.zoomOut }).addTo(map);
      map.getContainer().setAttribute('aria-label', options.title);
    },
    areas: function (options) { return new Areas(options); },
    points: function (options) { return new Points(options); },
    legend: function (options) { return new Legend(options); }
  };
})();
