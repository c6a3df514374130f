"""Makes one document and writes it; whatever goes wrong becomes an outcome."""

from __future__ import annotations

from pathlib import Path

from clinicpress.batch.digests import digest_of
from clinicpress.batch.jobs import Job, Outcome, failed, finished
from clinicpress.batch.manifest import Receipt, read_receipt, was_written, write_receipt
from clinicpress.batch.pipeline import Press
from clinicpress.faults import debugging, fault
from clinicpress.files import is_within, write_if_changed
from clinicpress.pdf.origin import may_be_replaced, not_ours
from clinicpress.problems import ClinicpressError


def attempt(press: Press, cache: Path, job: Job, inputs: str) -> Outcome:
    """Make and write the file of ``job``; a failure is told in the outcome, so that the others go on.

    ``inputs`` is the digest of all that the document is made from.
    """
    before = read_receipt(cache, job.output)
    # the same inputs to the same engine: what was verified then need not be again if the bytes are the same
    verified = before.output if before is not None and before.inputs == inputs else ""
    # the folders of the workspace's own output hold nothing but what is made there
    own = is_within(job.output, press.library.root / "output")
    if not own and not may_be_replaced(job.output, "document", known=was_written(before, job.output)):
        return failed(job, not_ours(job.output))
    try:
        made = press.make(job, verified=verified)
        write_if_changed(job.output, made.data)
    except ClinicpressError as error:
        return failed(job, *error.problems)
    except Exception as error:  # a fault of ours in one document must not stop the others
        if debugging():
            raise
        return failed(job, fault(error, f"{job.kind} {job.id}"))
    write_receipt(cache, job.output, Receipt(inputs, digest_of(made.data), made.pages, made.report))
    return finished(job, "built", made.pages, made.report)
