"""How many requests and questions of a person there may be each minute."""

from __future__ import annotations

from rag.config import Service
from rag.server.rate_limit import MOST_BUCKETS, RateLimit
from rag.server.worker import Worker


class PersonLimits:
    """The limits of each person, over all workers of a service."""

    def __init__(self, service: Service, worker: Worker) -> None:
        self.requests, self.questions, self.reviews = (
            RateLimit(per_minute, buckets=worker.shelf(name, MOST_BUCKETS))
            for name, per_minute in (
                ("requests", service.per_minute),
                ("questions", service.asks_per_minute),
                ("reviews", service.reviews_per_minute),
            )
        )

    def headers(self, person: str) -> dict[str, str]:
        """The limits, and what a person has left of them.

        See draft-ietf-httpapi-ratelimit-headers.
        """
        limits = {"requests": self.requests, "questions": self.questions}
        states = {name: limit.state(person) for name, limit in limits.items()}
        policy = (f'"{name}";q={size};w=60' for name, (size, _, _) in states.items())
        state = (f'"{name}";r={left};t={full}' for name, (_, left, full) in states.items())
        return {"ratelimit-policy": ", ".join(policy), "ratelimit": ", ".join(state)}
