"""Long work: the job's row is the truth, the message to the broker only a nudge.

`rows.py` moves a job from state to state; `running.py` does the work and sweeps up; `rendering.py` draws the files.
"""

from reports.jobs.rows import enqueue_read, enqueue_renders, nudge, retry_job

__all__ = ["enqueue_read", "enqueue_renders", "nudge", "retry_job"]
