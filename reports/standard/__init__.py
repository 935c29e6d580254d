"""The standard forms: plain data that an administrator copies and changes. Names are Vietnamese, as on paper.

The governing texts of police reporting were not found: lines and rules follow the tasks of NĐ 73/2009 art. 9 and
the shape of statistical forms; whoever uses them checks them first.
"""
