# CPU time by event and peer, from compare.py's data.
#   gnuplot -e "data='peers.tsv'; chart='peers.svg'" chart.gp
set terminal svg size 860,340 font "sans-serif,13" background "white"
set output chart
set title "CPU time of a warm invocation, one core (less is better)"
set ylabel "ms"
set key top left reverse Left
set style data histograms
set style histogram clustered gap 1
set style fill solid
set boxwidth 0.9
set grid ytics lc rgb "#dddddd"
set bmargin 3
set border 3
set tics nomirror
set xtics noenhanced
set datafile separator "\t"
plot data using 2:xtic(1) title columnheader lc rgb "#0b7285", \
     '' using 3 title columnheader lc rgb "#adb5bd", \
     '' using 4 title columnheader lc rgb "#74b816", \
     '' using 5 title columnheader lc rgb "#f59f00"
