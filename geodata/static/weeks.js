/* The weeks of a drive, played on the map: a button at its foot, then a slider that repaints the areas. Comes after
 * marks.js.
 *
 * The layer is drawn anew whenever the page runs; the control stays on the map meanwhile, so that who moves the
 * slider by keyboard keeps it. Where the reader stops is handed on as a click is: {properties: {day, click}}.
 */
(function () {
  'use strict';

  var shared = window.GeodataLayers.shared;
  var STEP = 700; // milliseconds a week
  var CALM = 450; // a slider that rests this long has been let go, by whichever hand
  var SHAPES = { play: 'M7 4 L19 12 L7 20 Z', pause: 'M6 4 H10 V20 H6 Z M14 4 H18 V20 H14 Z', close: 'M6 6 L18 18 M18 6 L6 18' };

  function sign(name) {
    var drawing = L.SVG.create('svg');
    var path = L.SVG.create('path');
    drawing.setAttribute('viewBox', '0 0 24 24');
    drawing.setAttribute('aria-hidden', 'true');
    path.setAttribute('d', SHAPES[name]);
    drawing.appendChild(path);
    return drawing;
  }

  function withoutDay(url) { return url.replace(/([?&])day=[^&]*/, '$1'); }

  function button(name, press) {
    var made = shared.element('button', 'geodata-weeks-' + name);
    made.type = 'button';
    made.addEventListener('click', press);
    return made;
  }

  function named(control, words, drawn) {
    control.setAttribute('aria-label', words);
    control.title = words;
    control.replaceChildren(sign(drawn));
  }

  /* One for each map; `layer` is the one that stands for it at present. */
  function Player(map) {
    this.map = map;
    this.at = -1;
    this.open = false;
    var self = this;
    // West of the city there is room; on a phone it stands above the credit, which is as wide as the map.
    this.control = L.control({ position: 'bottomleft' });
    this.control.onAdd = function () { return self._box(); };
    this.control.addTo(map);
  }

  Player.prototype = {
    take: function (layer) {
      var other = !this._holds(layer.options);
      this.layer = layer;
      if (other) this.url = layer.options.url;
      this.words = layer.options.words;
      this._halt();
      this._ownLegend(null);
      if (other) {
        this.weeks = null;
        this.asked = null;
        if (this.open) this._fetch(); // another place or layer: the reader goes on with its weeks
      }
      this.at = this.weeks ? this._indexOf(layer.options.day) : -1;
      this._show();
    },

    /* Whether the weeks at hand are those of a layer: the same question, or one of an earlier day than they end with. */
    _holds: function (options) {
      if (this.url === options.url) return true;
      var days = this.weeks ? this.weeks.days : [];
      return days.length > 0 && withoutDay(this.url) === withoutDay(options.url) && options.day <= days[days.length - 1].day;
    },

    leave: function (layer) {
      var self = this;
      if (this.layer !== layer) return;
      this.layer = null;
      this._halt();
      // The page draws the next layer in the same breath; where none comes, the control goes.
      setTimeout(function () {
        if (self.layer) return;
        self._ownLegend(null);
        self.control.remove();
        if (self.map._geodataWeeks === self) delete self.map._geodataWeeks;
      }, 0);
    },

    _box: function () {
      var self = this;
      var box = this.box = shared.element('div', 'geodata-weeks');
      this.opener = button('open', function () { self._begin(); });
      this.opener.appendChild(sign('play'));
      this.opener.appendChild(shared.element('span'));
      this.panel = shared.element('div', 'geodata-weeks-panel');
      this.panel.setAttribute('role', 'group');
      this.panel.tabIndex = -1;
      this.panel.addEventListener('keydown', function (event) { if (event.key === 'Escape') self._close(); });
      // A slider speaks for itself; of weeks that play only the one is told at which they stop.
      this.told = shared.element('div', 'geodata-weeks-told');
      this.told.setAttribute('role', 'status');
      this.said = shared.element('div', 'geodata-weeks-day');
      this.total = shared.element('div', 'geodata-weeks-total');
      this.player = button('play', function () { self._toggle(); });
      this.closer = button('close', function () { self._close(); });
      this.slider = shared.element('input');
      this.slider.type = 'range';
      this.slider.min = 0;
      this.slider.addEventListener('input', function () {
        self._halt();
        self._paint(Number(self.slider.value));
        self._tellSoon();
      });
      this.slider.addEventListener('change', function () { self._tellSoon(); });
      [this.said, this.total, this.player, this.slider, this.closer, this.told].forEach(function (each) { self.panel.appendChild(each); });
      box.appendChild(this.opener);
      box.appendChild(this.panel);
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
      return box;
    },

    _begin: function () {
      this.open = true;
      this.first = !this.weeks;
      this._fetch();
      this._show();
      this._focus();
    },

    /* To what the reader acts with; to the panel while that is still on its way. */
    _focus: function () {
      var control = this.player.hidden ? this.slider : this.player;
      (control.disabled ? this.panel : control).focus();
    },

    _fetch: function () {
      var self = this;
      var url = this.url;
      if (this.asked === url) return;
      this.asked = url;
      shared.getJson(url, false).then(function (weeks) {
        if (!self.layer || self.url !== url) return;
        self.weeks = weeks;
        self.at = self._indexOf(self.layer.options.day);
        self._show();
        if (document.activeElement === self.panel) self._focus();
        if (self.first && weeks.days.length > 1 && shared.mayMove()) self._play();
        self.first = false;
      }).catch(function (problem) {
        if (!self.layer || self.url !== url) return;
        console.warn(problem);
        self.asked = null;
        self.open = false;
        self._show();
        self.opener.lastChild.textContent = self.words.failed;
        self.opener.focus();
      });
    },

    /* The last week that ends by a day; the first where none does. */
    _indexOf: function (day) {
      var found = 0;
      this.weeks.days.forEach(function (each, index) { if (each.day <= day) found = index; });
      return found;
    },

    _show: function () {
      var words = this.words;
      var days = this.weeks ? this.weeks.days : [];
      var playing = Boolean(this.timer);
      this.opener.hidden = this.open;
      this.opener.lastChild.textContent = words.open;
      this.panel.hidden = !this.open;
      this.panel.setAttribute('aria-label', words.open);
      // Who asked for less motion steps by hand.
      this.player.hidden = !shared.mayMove();
      this.player.disabled = this.slider.disabled = days.length < 2;
      named(this.player, playing ? words.pause : words.play, playing ? 'pause' : 'play');
      named(this.closer, words.close, 'close');
      this.slider.setAttribute('aria-label', words.slider);
      this.slider.max = Math.max(days.length - 1, 0);
      this.slider.value = Math.max(this.at, 0);
      this._say(this.layer.options.said, this.weeks ? '' : words.loading);
      if (this.weeks && !days.length) this._say(words.empty, '');
      if (days.length && days[this.at].day === this.layer.options.day) this._say(days[this.at].said, this.weeks.totals[this.at]);
    },

    _say: function (day, total) {
      this.said.textContent = day;
      this.total.textContent = total;
      this.slider.setAttribute('aria-valuetext', total ? day + '，' + total : day);
    },

    _toggle: function () {
      if (this.timer) this._stop();
      else this._play();
    },

    /* Playing is over: the page goes to the week, and whoever does not see it hears which. */
    _stop: function () {
      this._halt();
      this._tell();
      this.told.textContent = this.slider.getAttribute('aria-valuetext');
    },

    _play: function () {
      var self = this;
      var last = this.weeks.days.length - 1;
      this._halt();
      this._paint(this.at >= last ? 0 : this.at + 1);
      this.timer = setInterval(function () {
        if (self.at < last) self._paint(self.at + 1);
        if (self.at >= last) self._stop();
      }, STEP);
      this.told.textContent = '';
      named(this.player, this.words.pause, 'pause');
    },

    _halt: function () {
      clearInterval(this.timer);
      clearTimeout(this.soon);
      this.timer = this.soon = null;
      if (this.words) named(this.player, this.words.play, 'play');
    },

    _paint: function (at) {
      var weeks = this.weeks;
      var day = weeks.days[at];
      var figures = {};
      Object.keys(weeks.areas).forEach(function (code) {
        var area = weeks.areas[code];
        figures[code] = {
          'class': area.classes[at], label: area.labels[at], lines: [area.name, day.said, area.lines[at]]
        };
      });
      this.at = at;
      this.slider.value = at;
      this._say(day.said, weeks.totals[at]);
      this._ownLegend(weeks);
      if (this.map._geodataAreas) this.map._geodataAreas.repaint(figures, weeks.colours);
    },

    /* The weeks have one scale, which may not be that of the day shown before: its legend stands in meanwhile. */
    _ownLegend: function (weeks) {
      if (!weeks === !this.legend) return;
      var theirs = this.map.getContainer().querySelectorAll('.geodata-legend');
      if (this.legend) {
        this.legend.remove();
        this.legend = null;
      } else {
        this.legend = window.GeodataLayers.legend({ title: weeks.title, entries: weeks.entries }).addTo(this.map);
        var own = Array.prototype.slice.call(this.map.getContainer().querySelectorAll('.geodata-legend'), theirs.length)[0];
        if (own && theirs.length) own.open = theirs[0].open;
      }
      for (var each = 0; each < theirs.length; each += 1) theirs[each].hidden = Boolean(this.legend);
    },

    _tellSoon: function () {
      var self = this;
      clearTimeout(this.soon);
      this.soon = setTimeout(function () { self._tell(); }, CALM);
    },

    _tell: function () {
      clearTimeout(this.soon);
      if (this.layer && this.weeks && this.weeks.days[this.at]) this.layer.tell(this.weeks.days[this.at].day);
    },

    _close: function () {
      if (this.timer) this._toggle();
      this.open = false;
      this._show();
      this.opener.focus();
    }
  };

  var Weeks = L.Layer.extend({
    initialize: function (options) { L.setOptions(this, options); },

    onAdd: function (map) {
      map._geodataWeeks = map._geodataWeeks || new Player(map);
      this._player = map._geodataWeeks;
      this._player.take(this);
    },

    onRemove: function () { this._player.leave(this); },

    toGeoJSON: function () { return shared.clicked({ day: this._day }); },

    tell: function (day) {
      this._day = day;
      this.fire('click', { layer: this });
    }
  });

  window.GeodataLayers.weeks = function (options) { return new Weeks(options); };
})();
