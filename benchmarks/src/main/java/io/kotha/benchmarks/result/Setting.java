package io.kotha.benchmarks.result;

import java.util.List;

/**
 * When, where and by which command.
 *
 * @param machine a line for each fact
 */
public record Setting(String date, String command, List<String> machine) {}
