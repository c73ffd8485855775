"""Layers that are calls of the scripts in the frame, and the one group that holds those of a run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import folium
from folium.map import Layer
from folium.template import Template

from geodata.assets import script_literal
from geodata.offline_map import Named


class Layers(Named, folium.FeatureGroup):
    """What changes on the map, as one: ``st_folium`` reads its scripts, and nobody a document of them."""

    def __init__(self) -> None:
        super().__init__()
        # By this name, taken apart, ``st_folium`` calls it.
        self._name = "feature_group"

    def render(self, **_kwargs: Any) -> str:
        """Nothing."""
        return ""


class ScriptLayer(Named, Layer):
    """A layer that is one call of ``GeodataLayers``, added to its parent at once."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = GeodataLayers.{{ this.factory }}({{ this.settings }});
            {{ this.get_name() }}.addTo({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, name: str, factory: str, settings: Mapping[str, object]) -> None:
        super().__init__(overlay=True, control=False)
        self._name = name
        self.factory = factory
        # It travels at every run, and to the script what is absent is null, false or empty.
        self.settings = script_literal({k: v for k, v in settings.items() if v not in (None, False, {})})

    def render(self, **kwargs: Any) -> str:
        """Render without folium's own addTo: the script above has it, in the right order."""
        # Past Layer, whose render adds that call.
        return str(super(Layer, self).render(**kwargs))  # type: ignore[no-untyped-call]
