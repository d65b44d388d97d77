"""A project for another bureau: units from the national list of divisions, a topic, the files to begin with."""
