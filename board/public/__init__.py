"""公开网页: what of an activity anybody may read, as one light page with files to download.

Everything on it was published: papers as they were signed, the figures of closed rounds whose result was published.
"""
