"""What a row's marks mean: two judges that know nothing of each other, and what follows when they differ."""
