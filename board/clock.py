"""The product's clock: Beijing time, naive (no zone attached)."""

from datetime import date, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")


def now() -> datetime:
    """The moment in Beijing, naive, to the microsecond."""
    return datetime.now(BEIJING).replace(tzinfo=None)


def today() -> date:
    """The day in Beijing."""
    return now().date()
