"""Plans: whose page it is, their files, packets, index and proof. Never tells who somebody is."""
