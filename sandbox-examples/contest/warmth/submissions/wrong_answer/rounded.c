/* Wrong: prints two decimals, which are too few for the tolerance. */
#include <stdio.h>
#include <stdlib.h>

int main(void) {
  static double volume[1001], warmth[1001];
  int rooms, doors;
  if (scanf("%d %d", &rooms, &doors) != 2) return 1;
  for (int i = 1; i <= rooms; i++)
    if (scanf("%lf %lf", &volume[i], &warmth[i]) != 2) return 1;
  for (int i = 0; i < doors; i++) {
    int a, b;
    if (scanf("%d %d", &a, &b) != 2) return 1;
    double heat = volume[a] * warmth[a] + volume[b] * warmth[b];
    warmth[a] = warmth[b] = heat / (volume[a] + volume[b]);
  }
  for (int i = 1; i <= rooms; i++) printf("%.2f\n", warmth[i]);
}
