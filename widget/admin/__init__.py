"""The pages of who looks after a site: first-party, private, and not there for anybody else."""
