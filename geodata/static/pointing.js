/* The pointer over venues on a canvas: the nearest of what was drawn last, its tooltip, its click. Comes after
 * base.js.
 */
(function () {
  'use strict';

  var shared = window.GeodataLayers.shared;
  var TOLERANCE = { fine: 3, coarse: 22 };
  var NAMED = 8; // names in a tooltip

  /* A part of the layer of venues.js, which has what is drawn, the index, the kinds and the names. */
  shared.pointing = {
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

    _hover: function (event) {
      var hit = event.buttons ? null : this._under(event);
      if (hit === this._hovered) return;
      this._unhover();
      if (!hit || !this._sheet) return;
      this._hovered = hit;
      // The canvas takes the pointer only now, and the area underneath is told at once that it has left.
      this._sheet.canvas.classList.add('geodata-hit');
      this._map.fire('geodatacovered');
      var corner = this._at.layer;
      this._tip = L.tooltip({ className: 'geodata-tip', direction: 'top', offset: [0, -hit.r], opacity: 1 })
        .setLatLng(this._map.layerPointToLatLng(corner.add([hit.x, hit.y])))
        .setContent(shared.lines(hit.cluster ? this._counted(hit) : this._called(hit)))
        .addTo(this._map);
    },

    _unhover: function () {
      this._hovered = null;
      if (this._sheet) this._sheet.canvas.classList.remove('geodata-hit');
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
    }
  };
})();
