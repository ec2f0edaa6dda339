"""报告求实, the truth check: what in a version of the report doesn't agree with the records.

Sentences → claims → figures held against counts of the activity's own records.
"""
