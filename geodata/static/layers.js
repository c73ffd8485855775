/* Map layers that fetch what they draw: what all of them share, and areas coloured by class.
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

  /* Light or dark, as the page around: Streamlit tells each frame its theme, and once more when it changes. */
  var DARK = {
    '#0F766E': '#3DB8AC', '#B45309': '#E8964A', '#5B6770': '#A3AFB9', '#1B2733': '#E8ECEF', '#FFFFFF': '#14191F',
    '#1D4ED8': '#8AB0FF'
  };
  var told = [];
  var dark = false;

  function shade(colour) { return dark && DARK[colour] || colour; }

  function onTheme(tell) {
    told.push(tell);
    return function () { told.splice(told.indexOf(tell), 1); };
  }

  function takeTheme() {
    var paper = getComputedStyle(document.documentElement).getPropertyValue('--background-color').trim();
    var parts = /^#[0-9a-f]{6}$/i.test(paper) ? [1, 3, 5].map(function (at) { return parseInt(paper.substr(at, 2), 16); }) : [255];
    var now = parts.reduce(function (sum, part) { return sum + part; }, 0) / parts.length < 128;
    document.documentElement.dataset.theme = now ? 'dark' : 'light';
    if (now === dark) return;
    dark = now;
    told.slice().forEach(function (tell) { tell(); });
  }

  function mayMove() { return !window.matchMedia('(prefers-reduced-motion: reduce)').matches; }

  function thousands(number) { return String(number).replace(/\B(?=(\d{3})+$)/g, ','); }

  function pane(map, name, level) {
    if (!map.getPane(name)) map.createPane(name).style.zIndex = level;
    return map.getPane(name);
  }

  function fitOnce(map, key, bounds) {
    if (!key || map._geodataFit === key || !bounds.isValid()) return;
    if (!map.getSize().x || !map.getSize().y) { // in a folded part of the page; its size comes when it is opened
      map.once('resize', function () { fitOnce(map, key, bounds); });
      return;
    }
    map._geodataFit = key;
    fit(map, bounds);
  }

  function fit(map, bounds) {
    map.fitBounds(bounds, { padding: [14, 14], maxZoom: 17, animate: false });
    map._geodataFitted = { bounds: bounds, centre: map.getCenter(), zoom: map.getZoom() };
  }

  /* The frame has another size than when the map was fitted to it: fit again, unless the reader has moved since. */
  function refit(map) {
    var last = map._geodataFitted;
    if (!last || last.zoom !== map.getZoom() || !map.getSize().y) return;
    if (map.project(last.centre).distanceTo(map.project(map.getCenter())) > 2) return;
    fit(map, last.bounds);
  }

  /* Outlines lie under whatever is coloured, in whichever order the two arrive. */
  function contextPane(map) {
    if (!map.getPane('geodataContext')) map.createPane('geodataContext').style.zIndex = 390;
    return 'geodataContext';
  }

  function sharedCanvas(map) {
    if (!map._geodataCanvas) map._geodataCanvas = L.canvas({ padding: 0.3 });
    return map._geodataCanvas;
  }

  function tiled(map) {
    return Boolean(map && map.options.geodataTiled);
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
      var words = this.options.words || {};
      this._say(words.loading);
      this._load(map).then(
        function () { if (self._map) self._say(self.isEmpty() ? words.empty : ''); },
        function (problem) {
          if (!self._map) return; // taken off meanwhile: what it asked for is nobody's concern
          console.warn(problem);
          self._say(words.failed);
        }
      );
    },

    isEmpty: function () { return !this.getLayers().length; },

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
    getEvents: function () { return { geodatacovered: this._cover }; },

    /* The pointer has come upon a venue, and left the area for it. */
    _cover: function () {
      if (this._active) this._active.fire('mouseout', {}, true);
    },

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
          if (!options.outline) map._geodataAreas = self; // for who paints them anew: weeks.js
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
      this.once('remove', onTheme(function () { shapes.setStyle(function (feature) { return self._style(feature); }); }));
      if (shapes.getLayers().length) this.addLayer(shapes);
      shapes.bringToBack();
      fitOnce(map, this.options.fit, (this._selected(shapes) || shapes).getBounds());
    },

    _selected: function (shapes) {
      var code = this.options.selected;
      return shapes.getLayers().filter(function (shape) { return code && shape.feature.properties.code === code; })[0];
    },

    _listen: function (feature, shape) {
      var self = this;
      shape.toGeoJSON = function () { return clicked(feature.properties); };
      shape.on('mouseover focus', function () {
        self._active = shape;
        shape.setStyle(self._edge('active', self._colour(feature)));
      });
      // Not on focus: putting an element elsewhere in the page would take the focus from it.
      if (!this.options.canvas) shape.on('mouseover', function () { shape.bringToFront(); });
      shape.on('mouseout blur', function () { shape.setStyle(self._style(feature)); });
    },

    _figure: function (feature) {
      return (this._figures || {})[feature.properties.code];
    },

    _style: function (feature) {
      var selected = this.options.selected === feature.properties.code;
      if (this.options.outline) {
        var white = (selected ? 1 : 0.4) * (tiled(this._map) ? 0.3 : 1);
        return L.extend(this._edge(selected ? 'active' : 'plain'), { fillColor: shade('#FFFFFF'), fillOpacity: white });
      }
      var colour = this._colour(feature);
      var edge = this._edge(selected ? 'active' : colour || !this._figures ? 'plain' : 'empty', colour);
      return L.extend(edge, {
        fillColor: colour || shade('#FFFFFF'),
        fillOpacity: !this._figures ? 0.5 : tiled(this._map) ? 0.62 : 1
      });
    },

    /* The colour of an area's class, the same by day and in the dark; undefined without a class. */
    _colour: function (feature) {
      var figure = !this.options.outline && this._figure(feature);
      return figure ? this.options.colours[figure['class']] : undefined;
    },

    _edge: function (name, colour) {
      var edge = L.extend({}, EDGE[name]);
      if (!colour) edge.color = shade(edge.color);
      return edge;
    },

    /* Tiles have come under the areas, or gone: see tiles.js. */
    restyle: function () {
      var self = this;
      if (this._shapes) this._shapes.setStyle(function (feature) { return self._style(feature); });
    },

    /* Other figures of the same areas, in other colours if need be: what the weeks are played with. */
    repaint: function (figures, colours) {
      if (!this._map || !this._figures) return;
      this._figures = figures;
      this.options.colours = colours || this.options.colours;
      this.restyle();
      var self = this;
      this._labels.forEach(function (label) {
        var icon = label.marker.getElement();
        var figure = self._figure(label.shape.feature);
        if (icon && figure) icon.firstChild.lastChild.textContent = figure.label;
      });
      this._shapes.eachLayer(function (shape) {
        var path = shape.getElement && shape.getElement();
        if (path && path.hasAttribute('aria-label')) path.setAttribute('aria-label', self._lines(shape.feature).join('，'));
      });
      var tip = this._shapes.getTooltip();
      if (tip && tip.isOpen()) tip.update();
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
      var labels = this._labels = [];
      shapes.forEach(function (shape) {
        var figure = self._figure(shape.feature);
        if (figure && figure.label) {
          labels.push({ shape: shape, texts: [shape.feature.properties[self.options.nameProperty], figure.label] });
        } else if (self.options.names) {
          labels.push({ shape: shape, texts: [shape.feature.properties[self.options.nameProperty]], quiet: true });
        }
        var path = shape.getElement && shape.getElement();
        if (path && shapes.length <= FOCUSABLE && !self.options.outline) self._reachable(shape, path);
      });
      if (labels.length) window.GeodataLayers.shared.putLabels(this, map, labels);
      var tip = this._shapes.getTooltip();
      if (tip && tip.isOpen()) tip.update(); // opened before there were figures to tell
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

  /* Leaflet lets the browser scroll a map into view that is pressed upon, away from under the pointer. */
  L.Map.Keyboard.prototype._onMouseDown = function () {
    if (!this._focused) this._map.getContainer().focus({ preventScroll: true });
  };

  window.GeodataLayers = {
    setUp: function (map, options) {
      takeTheme();
      // After the render event the component's own library has set the theme's variables.
      if (window.Streamlit) window.Streamlit.events.addEventListener('streamlit:render', takeTheme);
      document.documentElement.lang = options.language;
      document.title = options.title;
      map.attributionControl.setPrefix('Leaflet');
      L.control.zoom({ zoomInTitle: options.zoomIn, zoomOutTitle: options.zoomOut }).addTo(map);
      // The page's style sheet may give the frame less height than the map was told.
      new ResizeObserver(function () { map.invalidateSize(); }).observe(map.getContainer());
      map.on('resize', function () { refit(map); });
      map.getContainer().setAttribute('role', 'region');
      map.getContainer().setAttribute('aria-label', options.described);
      if (options.tiles) window.GeodataTiles.under(map, options.tiles);
    },
    areas: function (options) { return new Areas(options); },
    // For the other files of this folder.
    shared: {
      Fetching: Fetching, MUTED: MUTED, clicked: clicked, element: element, fitOnce: fitOnce,
      getJson: getJson, lines: lines, mayMove: mayMove, onTheme: onTheme, pane: pane, shade: shade,
      thousands: thousands
    }
  };
})();
