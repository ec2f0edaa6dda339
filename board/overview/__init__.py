"""总览: the figures of an activity, what needs attention, and which pages a plan doesn't use."""
