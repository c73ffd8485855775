/* A mark that the reader puts where a venue stands. Comes after theme.js.
 *
 * Dropped, clicked, or moved by keys it is handed on at once; the reader's own position only after they
 * have said that the venue is there.
 */
(function () {
  'use strict';

  var shared = window.GeodataLayers.shared;
  var ALARM = '#9F2D20';
  var INK = '#1B2733';
  var LINK = '#1D4ED8';
  var PIN = 'M16 43C16 43 29 26 29 15A13 13 0 0 0 3 15C3 26 16 43 16 43Z';
  var NORTH = { ArrowUp: 1, ArrowDown: -1 };
  var EAST = { ArrowRight: 1, ArrowLeft: -1 };
  var METRES_OF_A_DEGREE = 111195;
  var QUIET = 600; // milliseconds after the last key until the place counts as meant

  // Where the reader put it last: the layer is made anew when a name on the map changes, and the mark stays.
  var kept = {};

  function svg(tag, attributes, parent) {
    var made = L.SVG.create(tag);
    Object.keys(attributes).forEach(function (name) { made.setAttribute(name, attributes[name]); });
    if (parent) parent.appendChild(made);
    return made;
  }

  function pin() {
    var drawing = svg('svg', { width: 44, height: 48, viewBox: '-6 -3 44 48', 'aria-hidden': 'true' });
    svg('path', { d: PIN, fill: ALARM, stroke: '#FFFFFF', 'stroke-width': 2 }, drawing);
    svg('circle', { cx: 16, cy: 15, r: 5, fill: '#FFFFFF' }, drawing);
    return L.divIcon({ className: 'geodata-pin', html: drawing, iconSize: [44, 48], iconAnchor: [22, 46] });
  }

  function at(pair) { return L.latLng(pair[1], pair[0]); }

  function rounded(degrees) { return Math.round(degrees * 1e6) / 1e6; }

  var Placing = L.FeatureGroup.extend({
    initialize: function (options) {
      L.FeatureGroup.prototype.initialize.call(this, []);
      L.setOptions(this, options);
    },

    onAdd: function (map) {
      L.FeatureGroup.prototype.onAdd.call(this, map);
      var options = this.options;
      var around = options.around;
      this._controls(map);
      this._say(options.words.hint);
      this._neighbours(map);
      if (options.before) this._ring(at(options.before), shared.MUTED, options.words.before);
      if (options.plate) this._ring(at(options.plate), LINK, options.words.plate);
      var begin = options.proposed || options.before;
      if (kept.key === options.fit) this._put(kept.where);
      else if (begin) this._put(at(begin));
      map.on('click', this._clicked, this);
      shared.fitOnce(map, options.fit, L.latLngBounds([around[1], around[0]], [around[3], around[2]]));
    },

    onRemove: function (map) {
      clearTimeout(this._later);
      this._gone = true;
      map.off('click', this._clicked, this);
      map.off('zoomend', this._uncrowd, this);
      this._watch.disconnect();
      this._box.remove();
      this.clearLayers();
      L.FeatureGroup.prototype.onRemove.call(this, map);
    },

    _ring: function (where, colour, title) {
      var ring = L.circleMarker(where, { radius: 8, color: shared.shade(colour), weight: 3, fill: false,
        interactive: false });
      ring.bindTooltip(title, { permanent: true, direction: 'right', offset: [10, 0], className: 'geodata-tip' });
      this.addLayer(ring);
    },

    /* Venues nearby, by whose names the reader finds the street; they are in nobody's way. */
    _neighbours: function (map) {
      var self = this;
      this._names = (this.options.neighbours || []).map(function (each) {
        var where = at(each);
        self.addLayer(L.circleMarker(where, { radius: 3, weight: 0, fillColor: shared.shade(shared.MUTED), fillOpacity: 1,
          interactive: false }));
        var icon = L.divIcon({ className: 'geodata-label', iconSize: [0, 0], iconAnchor: [0, -14],
          html: shared.element('div', '', each[2]) });
        var name = L.marker(where, { icon: icon, interactive: false, keyboard: false });
        self.addLayer(name);
        return name;
      });
      map.on('zoomend', this._uncrowd, this);
      // A frame that is shown only now, or a font that comes late, changes what lies over what.
      this._watch = new ResizeObserver(function () { self._uncrowd(); });
      this._watch.observe(map.getContainer());
      this._names.forEach(function (name) { self._watch.observe(name.getElement().firstChild); });
    },

    /* Nearest first; a name that would lie over another waits for a closer look. */
    _uncrowd: function () {
      var taken = [];
      this._names.forEach(function (name) {
        var icon = name.getElement();
        icon.hidden = false;
        var box = icon.firstChild.getBoundingClientRect();
        icon.hidden = taken.some(function (other) {
          return box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom;
        });
        if (!icon.hidden) taken.push(box);
      });
    },

    /* Put the mark somewhere, making it where there is none yet. */
    _put: function (where) {
      kept = { key: this.options.fit, where: where };
      if (this._mark) {
        this._mark.setLatLng(where);
      } else {
        this._mark = L.marker(where, { icon: pin(), draggable: true, autoPan: true, title: this.options.words.hint });
        this._mark.toGeoJSON = this._told.bind(this);
        this._mark.on('drag', function () { this._put(this._mark.getLatLng()); }, this);
        this._mark.on('dragend', this._done, this);
        this.addLayer(this._mark);
        var icon = this._mark.getElement();
        icon.setAttribute('aria-label', this.options.words.mark);
        L.DomEvent.on(icon, 'keydown', this._key, this);
      }
      this._join();
    },

    _told: function () {
      var where = this._mark.getLatLng();
      return shared.clicked({ placing: true, lon: rounded(where.lng), lat: rounded(where.lat) });
    },

    /* The line from the place on record, and how long it is. */
    _join: function () {
      if (!this._mark || !this.options.before) return;
      var line = [at(this.options.before), this._mark.getLatLng()];
      if (!this._line) {
        this._line = L.polyline(line, { color: shared.shade(INK), weight: 2, dashArray: '4 5', interactive: false });
        this.addLayer(this._line);
      }
      this._line.setLatLngs(line);
      var metres = Math.round(line[0].distanceTo(line[1]));
      this._say(metres ? this.options.words.distance.replace('{n}', metres.toLocaleString('en')) : this.options.words.hint);
    },

    _done: function () {
      clearTimeout(this._later);
      this._dismiss();
      // As a click on the mark: that is what the page hears of.
      if (this._map) this._mark.fire('click', { latlng: this._mark.getLatLng() }, true);
    },

    _clicked: function (event) {
      this._put(event.latlng);
      this._done();
    },

    _key: function (event) {
      var north = NORTH[event.key] || 0;
      var east = EAST[event.key] || 0;
      if (!north && !east) return;
      L.DomEvent.stop(event);
      var step = (event.shiftKey ? 10 : 1) / METRES_OF_A_DEGREE;
      var from = this._mark.getLatLng();
      var wide = Math.cos(from.lat * Math.PI / 180);
      this._put(L.latLng(from.lat + north * step, from.lng + east * step / wide));
      var self = this;
      clearTimeout(this._later);
      this._later = setTimeout(function () { self._done(); }, QUIET);
    },

    /* In the map's corner: where the mark is, and the reader's position if they ask for it. */
    _controls: function (map) {
      var self = this;
      var control = this._box = L.control({ position: 'topright' });
      control.onAdd = function () {
        var box = shared.element('div', 'geodata-note geodata-placing');
        self._text = box.appendChild(shared.element('div'));
        self._text.setAttribute('role', 'status');
        self._buttons = box.appendChild(shared.element('div'));
        L.DomEvent.disableClickPropagation(box);
        return box;
      };
      control.addTo(map);
      this._dismiss();
    },

    _say: function (text) {
      if (this._text.textContent !== text) this._text.textContent = text;
    },

    _button: function (text, act) {
      var made = shared.element('button', '', text);
      made.type = 'button';
      made.style.cssText = 'font:inherit;min-height:44px;padding:0 12px;margin:4px 6px 0 0;border:1px solid currentColor;'
        + 'border-radius:6px;background:inherit;color:inherit;cursor:pointer';
      L.DomEvent.on(made, 'click', function (event) {
        // The button may be gone when the click gets to the map, which would take it for its own.
        L.DomEvent.stop(event);
        act.call(this);
      }, this);
      this._buttons.appendChild(made);
    },

    _locate: function () {
      var self = this;
      var words = this.options.words;
      if (!navigator.geolocation) return this._say(words.denied);
      navigator.geolocation.getCurrentPosition(
        function (position) { if (!self._gone) self._offer(position.coords); },
        function () { if (!self._gone) self._say(words.denied); },
        { enableHighAccuracy: true, timeout: 10000, maximumAge: 10000 }
      );
    },

    /* Show the reader where they are; nothing of it leaves the browser before they take it. */
    _offer: function (coords) {
      this._dismiss();
      var where = L.latLng(coords.latitude, coords.longitude);
      this._position = L.circle(where, { radius: coords.accuracy, color: shared.shade(LINK), weight: 2, fillOpacity: 0.12,
        interactive: false });
      this.addLayer(this._position);
      this._map.setView(where, Math.max(this._map.getZoom(), 17), { animate: false });
      this._say(this.options.words.found.replace('{n}', Math.round(coords.accuracy).toLocaleString('en')));
      this._buttons.textContent = '';
      this._button(this.options.words.take, function () { this._put(where); this._done(); });
      this._button(this.options.words.leave, function () { this._dismiss(); this._say(this.options.words.hint); });
    },

    _dismiss: function () {
      if (this._position) this.removeLayer(this._position);
      this._position = null;
      this._buttons.textContent = '';
      this._button(this.options.words.here, this._locate);
    }
  });

  window.GeodataLayers.placing = function (options) { return new Placing(options); };
})();
