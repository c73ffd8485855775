/* What all layers that fetch have in common: fetch, fill unless taken off meanwhile, say how it
 * goes. Comes after base.js.
 */
(function () {
  'use strict';

  var shared = window.GeodataLayers.shared;

  shared.Fetching = L.FeatureGroup.extend({
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
        var box = shared.element('div', 'geodata-note', text);
        box.setAttribute('role', 'status');
        return box;
      };
      note.addTo(this._map);
    }
  });
})();
