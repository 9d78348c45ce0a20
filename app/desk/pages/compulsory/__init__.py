"""Files for compulsory rehabilitation, from the ground to the facility."""
