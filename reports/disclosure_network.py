"""Additive tables of counts as a network of lines, and which hidden counts it gives away.

A line (a unit's levels, a level's units) is a node, a count an arc between the two lines it adds
into. What a hidden count is worth, which counts must be hidden and how they are blanked belongs
in ``disclosure``.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field

GROUND = "ground"
"""The line of counts whose other total nobody knows; it need not balance."""


class UnprotectableError(ValueError):
    """A count stays recoverable whatever else of its table is hidden."""


@dataclass(frozen=True)
class Arc:
    """One published or hidden count, flowing from one line to another.

    ``key`` names the cell (variants of one table share keys, so that they share a pattern). A
    latent arc is a sum nobody publishes: always unknown, and not itself to be protected. Hidden,
    the count is known to lie between ``low`` and ``high`` (a band shown in its stead). ``weight``
    is the price of hiding it where the count itself is none; ``excuses`` are published sums of
    nothing, whose parts are nothing without being given away.
    """

    key: str
    tail: str
    head: str
    count: int
    is_latent: bool = False
    low: int = 0
    high: int | None = None
    weight: int | None = None
    excuses: tuple[str, ...] = ()

    @property
    def may_rise(self) -> bool:
        """Whether the count could be one more, for all that is known of it alone."""
        return self.high is None or self.count < self.high

    @property
    def may_fall(self) -> bool:
        """Whether the count could be one less, for all that is known of it alone."""
        return self.count > self.low

    @property
    def price(self) -> int:
        """What hiding it costs."""
        return max(self.count if self.weight is None else self.weight, 1)


@dataclass
class Network:
    """The arcs of a table in official order; every node but ``GROUND`` balances."""

    arcs: list[Arc]
    _by_node: dict[str, list[Arc]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for arc in self.arcs:
            self._by_node.setdefault(arc.tail, []).append(arc)
            self._by_node.setdefault(arc.head, []).append(arc)

    def exposed(self, hidden: set[str], safe: set[int] | None = None) -> Arc | None:
        """The first hidden count whose value follows exactly from the published ones.

        A count can take another value exactly where a cycle of hidden counts runs through it
        along which it may rise (or fall) and no count leaves its bounds. Places in ``safe`` are
        known to be none and passed over; those found so are added, for hiding more exposes less.
        """
        known = set() if safe is None else safe
        for place, arc in enumerate(self.arcs):
            is_free = arc.key not in hidden or arc.is_latent
            is_excused = arc.count == 0 and bool(set(arc.excuses) - hidden)
            if is_free or is_excused or place in known:
                continue
            if self._cheapest_cycle(arc, hidden, 0) is None:
                return arc
            known.add(place)
        return None

    def companions(self, arc: Arc, hidden: set[str]) -> set[str]:
        """The cheapest further cells (by their counts) that protect an exposed count.

        Raises:
            UnprotectableError: no choice of cells protects it.
        """
        total = sum(one.price for one in self.arcs) + 1
        cycle = self._cheapest_cycle(arc, hidden, total)
        if cycle is None:
            raise UnprotectableError(arc.key)
        latent = {one.key for one in self.arcs if one.is_latent}
        return cycle - hidden - latent

    def _cheapest_cycle(self, arc: Arc, hidden: set[str], budget: int) -> set[str] | None:
        """Keys of the cheapest cycle through the arc; hidden cells are free, None if too dear."""
        paths = []
        if arc.may_rise:
            paths.append(self._path(arc, arc.head, arc.tail, hidden, budget))
        if arc.may_fall:
            paths.append(self._path(arc, arc.tail, arc.head, hidden, budget))
        found = [path for path in paths if path is not None]
        return min(found)[2] if found else None

    def _path(
        self, avoided: Arc, start: str, goal: str, hidden: set[str], budget: int
    ) -> tuple[int, int, set[str]] | None:
        """Cheapest way between two lines without the avoided arc, as (cost, steps, keys)."""
        if start == goal:
            return 0, 0, {avoided.key}
        queue: list[tuple[int, int, int, str, tuple[str, ...]]] = [(0, 0, 0, start, ())]
        done: set[str] = set()
        pushed = 0
        while queue:
            cost, steps, _, node, keys = heapq.heappop(queue)
            if node == goal:
                return cost, steps, {avoided.key, *keys}
            if node in done:
                continue
            done.add(node)
            for arc, other in self._ways(node, avoided, hidden):
                is_unknown = arc.is_latent or arc.key in hidden
                price = cost + (0 if is_unknown else arc.price)
                if price <= budget and other not in done:
                    pushed += 1
                    entry = (price, steps + 1, pushed, other, (*keys, arc.key))
                    heapq.heappush(queue, entry)
        return None

    def _ways(self, node: str, avoided: Arc, hidden: set[str]) -> Iterator[tuple[Arc, str]]:
        """Arcs along which a change may leave a line: forward to rise, backward to fall."""
        for arc in self._by_node[node]:
            if arc is avoided:
                continue
            if arc.tail == node and arc.may_rise:
                yield arc, arc.head
            if arc.head == node and arc.may_fall:
                yield arc, arc.tail


def protect(networks: list[Network], hidden: set[str]) -> set[str]:
    """Hide as few further counts as need be until no network gives a hidden one away.

    The networks share keys; a cell hidden in one is hidden in all.

    Raises:
        UnprotectableError: as ``Network.companions``.
    """
    hidden = set(hidden)
    safe: list[set[int]] = [set() for _ in networks]
    is_settled = False
    while not is_settled:
        is_settled = True
        for network, known in zip(networks, safe, strict=True):
            while exposed := network.exposed(hidden, known):
                hidden |= network.companions(exposed, hidden)
                is_settled = False
    return hidden
