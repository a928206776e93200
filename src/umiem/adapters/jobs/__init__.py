"""Running work in the background: worker identities, processes for the heavy part, points to die at.

What there is to do, and who has it, is in the database (``services.award.batches.claiming``): a lease that
ends by itself, and a number that goes up with every claim. Decision 0075 says why no job library stands here.
"""

from umiem.adapters.jobs.identity import WorkerIdentity
from umiem.adapters.jobs.kill_points import reach
from umiem.adapters.jobs.pool import Pool
from umiem.adapters.jobs.start import start_django

__all__ = ["Pool", "WorkerIdentity", "reach", "start_django"]
