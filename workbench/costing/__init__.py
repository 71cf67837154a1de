"""What images cost on AWS: from measured times and list prices to dollars, beside a server that always runs."""
