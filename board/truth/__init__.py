"""报告求实, the truth check: finds what in a version of the report contradicts the records.

Sentences → claims → figures compared with counts of the activity's own records.
"""
