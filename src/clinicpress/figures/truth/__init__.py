"""Whether a picture is possible: joints, balance, contact, collisions. Never draws."""
