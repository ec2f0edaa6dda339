"""总览: the figures of an activity, what needs somebody, and which pages a plan has no use for."""
