/* Areas coloured by class: drawn at once, dressed when their figures come, walked by keyboard. Comes
 * after theme.js and fetching.js.
 */
(function () {
  'use strict';

  var shared = window.GeodataLayers.shared;
  var INK = '#1B2733';
  var EDGE = {
    plain: { color: shared.MUTED, weight: 0.8, dashArray: null },
    empty: { color: shared.MUTED, weight: 1, dashArray: '1 4' },
    active: { color: INK, weight: 2.5, dashArray: null }
  };
  var FOCUSABLE = 60; // more stops than this would bury the rest of the page for who walks it by keyboard

  /* Outlines lie under whatever is coloured, in whichever order the two arrive. */
  function contextPane(map) {
    shared.pane(map, 'geodataContext', 390);
    return 'geodataContext';
  }

  function sharedCanvas(map) {
    if (!map._geodataCanvas) map._geodataCanvas = L.canvas({ padding: 0.3 });
    return map._geodataCanvas;
  }

  function tiled(map) {
    return Boolean(map && map.options.geodataTiled);
  }

  var Areas = shared.Fetching.extend({
    getEvents: function () { return { geodatacovered: this._cover }; },

    /* The pointer has come upon something else, or the ground has moved under it. The browser does not always
     * say so itself: of an element that was put elsewhere in the page, as bringToFront does, it forgets.
     */
    _cover: function () {
      if (this._active) this._active.fire('mouseout', {}, true);
    },

    _load: function (map) {
      var self = this;
      var options = this.options;
      var figures = options.figuresUrl ? shared.getJson(options.figuresUrl, false) : Promise.resolve({ areas: options.figures });
      figures.catch(function () { /* told of below; here only so that no browser calls it unhandled meanwhile */ });
      return shared.getJson(options.url, true).then(function (boundaries) {
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
      shapes.bindTooltip(function (shape) { return shared.lines(self._lines(shape.feature)); }, {
        sticky: true, className: 'geodata-tip'
      });
      this._shapes = shapes;
      this.once('remove', function () { if (map._geodataPointed === self) map._geodataPointed = null; });
      this.once('remove', shared.onTheme(function () { self.restyle(); }));
      if (shapes.getLayers().length) this.addLayer(shapes);
      // A tooltip makes every shape a stop for the keyboard, nameless and leading nowhere; see _reachable.
      shapes.eachLayer(function (shape) {
        var path = shape.getElement && shape.getElement();
        if (path) path.setAttribute('tabindex', '-1');
      });
      shapes.bringToBack();
      var shown = this._selected(shapes);
      var ground = (shown ? [shown] : shapes.getLayers()).map(function (shape) { return shape.getLatLngs(); });
      shared.fitOnce(map, this.options.fit, (shown || shapes).getBounds(), ground);
    },

    _selected: function (shapes) {
      var code = this.options.selected;
      return shapes.getLayers().filter(function (shape) { return code && shape.feature.properties.code === code; })[0];
    },

    _listen: function (feature, shape) {
      var self = this;
      shape.toGeoJSON = function () { return shared.clicked(feature.properties); };
      shape.on('mouseover focus', function () {
        if (self._map._geodataPointed && self._map._geodataPointed !== self) self._map._geodataPointed._cover();
        self._map._geodataPointed = self;
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
        return L.extend(this._edge(selected ? 'active' : 'plain'), { fillColor: shared.shade('#FFFFFF'), fillOpacity: white });
      }
      var colour = this._colour(feature);
      var edge = this._edge(selected ? 'active' : colour || !this._figures ? 'plain' : 'empty', colour);
      return L.extend(edge, {
        fillColor: colour || shared.shade('#FFFFFF'),
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
      if (!colour) edge.color = shared.shade(edge.color);
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
      if (labels.length) shared.putLabels(this, map, labels);
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

  window.GeodataLayers.areas = function (options) { return new Areas(options); };
})();
