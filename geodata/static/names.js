/* Venues' names, which the file of points leaves out: asked for by village when something wants one, and once.
 * Comes after points.js.
 */
(function () {
  'use strict';

  var shared = window.GeodataLayers.shared;

  /* `url` asks for the names of a village, '' where there are none to be had. */
  function Names(url, index) {
    this._url = url;
    this._index = index;
    this._byVillage = {};
  }

  Names.prototype = {
    /* Names by id of the village of a point: {ready} if they are here, else {coming}. */
    around: function (i) {
      var village = this._index.villageOf(i);
      if (!village || !this._url) return { ready: {} };
      return this._byVillage[village] || (this._byVillage[village] = { coming: this._asked(village) });
    },

    _asked: function (village) {
      var kept = this._byVillage;
      var address = new URL(this._url, document.baseURI);
      address.searchParams.set('village', village);
      var coming = shared.getJson(address.href, false).then(function (answer) {
        var names = {};
        answer.venues.forEach(function (venue) { names[venue.id] = venue; });
        kept[village] = { ready: names };
      });
      coming.catch(function () { delete kept[village]; });
      return coming;
    }
  };

  shared.Names = Names;
})();
