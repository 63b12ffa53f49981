"""Share kits: what an employee needs to pass on one published page, and the record of what was handed out."""
