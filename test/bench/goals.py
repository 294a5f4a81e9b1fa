# SPDX-License-Identifier: Apache-2.0
"""goals.py - what the product is held to, and the table that says how far it got.

Each goal is a ratio of two figures of one run, or a size or count that no neighbour on the machine can
move. "must" decides the exit status, "ambitious" is published beside it.
"""
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """One figure of a goal. It keeps its bound when it is at most (or at_least: at least) the bound."""
    must: float
    ambitious: float
    unit: str = ""
    at_least: bool = False

    def keeps(self, value, bound):
        return value >= bound if self.at_least else value <= bound

    def sign(self):
        return "≥" if self.at_least else "≤"


@dataclass(frozen=True)
class Goal:
    number: int
    text: str
    parts: tuple


def at_most(must, ambitious, unit=""):
    return Part(must, ambitious, unit)


def at_least(must, ambitious):
    return Part(must, ambitious, at_least=True)


GOALS = (
    Goal(1, "CPU, constant answer ÷ limit, 4 KB", (at_most(2.3, 1.9),)),
    Goal(2, "CPU, constant answer ÷ limit, 20 KB", (at_most(1.9, 1.6),)),
    Goal(3, "throughput, full ÷ constant answer, 4 KB", (at_least(0.55, 0.70),)),
    Goal(4, "throughput, full ÷ constant answer, 20 KB", (at_least(0.35, 0.55),)),
    Goal(5, "throughput, full ÷ reference with the same core, 20 KB", (at_least(0.80, 0.88),)),
    Goal(6, "throughput, full ÷ limit, 20 KB", (at_least(0.20, 0.33),)),
    Goal(7, "JSON stage ÷ cJSON on malloc, 20 KB", (at_most(0.60, 0.40),)),
    Goal(8, "allocator calls of our code per admitted request", (at_most(10, 0),)),
    Goal(9, "handshake + request ÷ (ECDSA sign + 2 X25519)", (at_most(4.5, 3.6),)),
    Goal(10, "p99 ÷ p50, full, 20 KB, c=8; c=64", (at_most(1.6, 1.25), at_most(1.6, 1.25))),
    Goal(11, "p50, full ÷ reference with the same core, 20 KB, c=1", (at_most(1.4, 1.2),)),
    Goal(12, "CPU, 2 workers ÷ 1 worker, 64 connections", (at_most(1.15, 1.05),)),
    Goal(13, "RSS at rest; with 64 busy connections, 20 KB",
         (at_most(14, 11, "MB"), at_most(24, 16, "MB"))),
    Goal(14, "memory of an idle connection", (at_most(96, 50, "KB"),)),
    Goal(15, "RSS rise by a hostile 7 MiB body; what stays of it",
         (at_most(64, 32, "MB"), at_most(8, 4, "MB"))),
    Goal(16, "exec to first answer over TLS", (at_most(50, 15, "ms"),)),
    Goal(17, "failed requests: certificate; policy reload; drain; idle race",
         tuple(at_most(0, 0) for _ in range(4))),
    Goal(18, "200 slow clients: p99 with ÷ without; how many outlive their deadline",
         (at_most(1.5, 1.1), at_most(0, 0))),
    Goal(19, "12 stalled uploads of 8 MiB: p99 with ÷ without; failed requests; peak RSS",
         (at_most(1.5, 1.1), at_most(0, 0), at_most(128, 96, "MB"))),
    Goal(20, "100 clients that read no answers: p99 with ÷ without; failed requests; peak RSS",
         (at_most(1.5, 1.1), at_most(0, 0), at_most(128, 64, "MB"))),
    Goal(21, "700 silent connections: p99 with ÷ without; failed requests; peak RSS",
         (at_most(1.5, 1.1), at_most(0, 0), at_most(128, 64, "MB"))),
)


def number(value):
    return f"{value:g}" if value == int(value) else f"{value:.2f}" if value < 10 else f"{value:.1f}"


def bounds(goal, level):
    texts = [f"{part.sign()} {number(getattr(part, level))} {part.unit}".strip()
             for part in goal.parts]
    return "; ".join(dict.fromkeys(texts) if len(set(texts)) == 1 else texts)


def keeps(goal, values, level):
    return len(values) == len(goal.parts) and all(
        part.keeps(value, getattr(part, level)) for part, value in zip(goal.parts, values))


def verdict(goal, values):
    if not values:
        return "not measured"
    return next((level for level in ("ambitious", "must") if keeps(goal, values, level)), "MISSED")


def table(head, rows):
    """Markdown with straight columns."""
    rows = [head, *rows]
    widths = [max(len(row[i]) for row in rows) for i in range(len(head))]
    lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |"
             for row in rows]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def goal_table(measured):
    """@measured: number of a goal -> list of values, empty when it could not be taken."""
    head = ["#", "goal", "must", "ambitious", "measured", "verdict"]
    rows = []
    for goal in GOALS:
        if goal.number in measured:
            values = measured[goal.number]
            rows.append([str(goal.number), goal.text, bounds(goal, "must"),
                         bounds(goal, "ambitious"), "; ".join(map(number, values)) or "-",
                         verdict(goal, values)])
    return table(head, rows)


def missed(measured):
    """Numbers of the goals whose "must" was not kept. What was not measured is not kept either."""
    return [goal.number for goal in GOALS
            if goal.number in measured and not keeps(goal, measured[goal.number], "must")]
