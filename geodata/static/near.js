/* 離我最近: the places nearest to the reader, in a list inside the map.
 *
 * The browser is asked for the position only when the button is pressed. It is drawn and compared with the
 * points that are here already; it is sent to nobody and kept nowhere. Comes after venues.js.
 */
(function () {
  'use strict';

  var shared = window.GeodataLayers.shared;
  var NEAREST = 20;
  var SHOWN_AT_FIRST = 5; // of them are in view when the list opens
  var EARTH = 6371000; // metres
  var NARROW = 600; // pixels of a frame that a column at the upper left would cover too much of
  var WAIT = 15000; // milliseconds until a silent device counts as one without a position

  var Near = L.Control.extend({
    initialize: function (layer, options) {
      L.setOptions(this, { words: options.words, city: options.near });
      this._layer = layer;
    },

    onAdd: function (map) {
      var self = this;
      this.options.position = corner(map);
      map.on('resize', this._settle, this);
      var box = shared.element('div', 'leaflet-bar geodata-near');
      var button = this._button = shared.element('button', '', this.options.words.near);
      button.type = 'button';
      button.setAttribute('aria-expanded', 'false');
      button.addEventListener('click', function () { self._ask(map); });
      box.appendChild(button);
      L.DomEvent.disableClickPropagation(box);
      return box;
    },

    onRemove: function (map) {
      map.off('resize', this._settle, this);
      this._shut();
    },

    /* The telephone was turned. */
    _settle: function () {
      if (corner(this._map) !== this.getPosition()) this.setPosition(corner(this._map));
    },

    _ask: function (map) {
      var self = this;
      var words = this.options.words;
      var asked = this._asked = {}; // an answer to an earlier question is nobody's any more
      var say = function (sentence) { if (self._asked === asked) self._tell(map, sentence); };
      say(words.near_asking);
      if (!window.isSecureContext) return say(words.near_insecure);
      if (!navigator.geolocation) return say(words.near_unavailable);
      navigator.geolocation.getCurrentPosition(
        function (answer) { if (self._asked === asked) self._found(map, answer.coords); },
        function (problem) { say(problem.code === 1 ? words.near_denied : words.near_unavailable); },
        { enableHighAccuracy: true, timeout: WAIT, maximumAge: 60000 }
      );
    },

    _found: function (map, at) {
      var words = this.options.words;
      var city = this.options.city;
      if (at.longitude < city[0] || at.latitude < city[1] || at.longitude > city[2] || at.latitude > city[3]) {
        return this._tell(map, words.near_outside);
      }
      var index = this._layer.index();
      var found = index ? nearest(index, at) : [];
      if (!found.length) return this._tell(map, words.near_nothing);
      var here = L.latLng(at.latitude, at.longitude);
      var bounds = L.latLngBounds([here]);
      found.slice(0, SHOWN_AT_FIRST).forEach(function (each) {
        bounds.extend([index.lat(index.y[each.from]), index.lon(index.x[each.from])]);
      });
      this._list(map, found);
      var panel = this._panel.getBoundingClientRect();
      var size = map.getSize();
      var below = panel.width > size.x * 0.8; // a sheet from below, as on a phone
      this._layer.showHere(here);
      map.fitBounds(bounds, {
        paddingTopLeft: [below ? 30 : panel.width + 30, 30],
        paddingBottomRight: [30, below ? panel.height + 20 : 30],
        maxZoom: 17, animate: shared.mayMove()
      });
    },

    _list: function (map, found) {
      var self = this;
      var list = shared.element('ol');
      found.forEach(function (each) { list.appendChild(self._row(each)); });
      this._open(map, list);
      list.querySelector('button').focus();
    },

    /* One place: its names, which may come later, and how far. A click does what a click on its mark does. */
    _row: function (each) {
      var self = this;
      var layer = this._layer;
      var words = this.options.words;
      var row = shared.element('li');
      var button = shared.element('button');
      button.type = 'button';
      var name = shared.element('span', 'geodata-first', words.loading);
      button.appendChild(name);
      button.appendChild(shared.element('span', '', distance(each.metres, words)));
      button.addEventListener('click', function () { layer.choose(each.from, each.to); });
      row.appendChild(button);
      var fill = function () { name.textContent = self._called(each, layer.names(each.from).ready || {}); };
      var known = layer.names(each.from);
      if (known.ready) fill();
      else {
        known.coming.then(fill, function (problem) {
          console.warn(problem);
          name.textContent = self._called(each, {});
        });
      }
      return row;
    },

    _called: function (each, names) {
      var index = this._layer.index();
      if (!index) return ''; // taken off meanwhile
      var words = this.options.words;
      var many = each.to - each.from;
      var first = names[index.ids[index.urgent(each.from, each.to)[0]]];
      if (many === 1) return first ? first.name : words.venues;
      return (first ? first.name + ' · ' : '') + words.together.replace('{n}', shared.thousands(many));
    },

    _tell: function (map, sentence) {
      var said = shared.element('p', '', sentence);
      said.setAttribute('role', 'status');
      this._open(map, said);
      this._panel.querySelector('button').focus();
    },

    _open: function (map, content) {
      var self = this;
      var words = this.options.words;
      if (this._panel) this._panel.remove();
      var panel = this._panel = shared.element('section', 'geodata-panel');
      panel.setAttribute('aria-label', words.near_title);
      var head = shared.element('div', 'geodata-head');
      head.appendChild(shared.element('h2', '', words.near_title));
      var close = shared.element('button', '', words.near_close);
      close.type = 'button';
      close.addEventListener('click', function () { self._leave(); });
      head.appendChild(close);
      panel.appendChild(head);
      panel.appendChild(content);
      panel.addEventListener('keydown', function (event) {
        event.stopPropagation(); // the arrows are the list's here, not the map's
        if (event.key === 'Escape') self._leave();
      });
      L.DomEvent.disableClickPropagation(panel);
      L.DomEvent.disableScrollPropagation(panel);
      map.getContainer().appendChild(panel);
      this._button.setAttribute('aria-expanded', 'true');
    },

    _leave: function () {
      this._shut();
      this._button.focus();
    },

    _shut: function () {
      this._asked = null;
      if (this._panel) this._panel.remove();
      this._panel = null;
      this._button.setAttribute('aria-expanded', 'false');
      this._layer.showHere(null);
    }
  });

  /* On a telephone at the thumb, where the city leaves room. */
  function corner(map) { return map.getSize().x < NARROW ? 'bottomleft' : 'topleft'; }

  /* The nearest places, nearest first: {from, to, metres}. Over a city the ground is as good as flat. */
  function nearest(index, at) {
    var metres = Math.PI / 180 * EARTH;
    var east = metres * Math.cos(at.latitude * Math.PI / 180);
    var found = [];
    index.eachPlace(0, index.count, function (from, to) {
      var dx = (index.lon(index.x[from]) - at.longitude) * east;
      var dy = (index.lat(index.y[from]) - at.latitude) * metres;
      var square = dx * dx + dy * dy;
      if (found.length === NEAREST && square >= found[NEAREST - 1].square) return;
      var place = found.length;
      while (place && found[place - 1].square > square) place--;
      found.splice(place, 0, { from: from, to: to, square: square });
      if (found.length > NEAREST) found.pop();
    });
    return found.map(function (each) { return { from: each.from, to: each.to, metres: Math.sqrt(each.square) }; });
  }

  /* To ten metres: what a phone knows of its position is no better. */
  function distance(metres, words) {
    var tens = Math.max(10, Math.round(metres / 10) * 10);
    if (tens < 1000) return words.metres.replace('{n}', tens);
    return words.kilometres.replace('{n}', (metres / 1000).toFixed(1));
  }

  shared.nearControl = function (layer, options) { return new Near(layer, options); };
})();
