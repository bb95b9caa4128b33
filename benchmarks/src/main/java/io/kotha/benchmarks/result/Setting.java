package io.kotha.benchmarks.result;

import java.util.List;

/**
 * The circumstances of a run.
 *
 * @param date the date in UTC
 * @param command the command line that started the run
 * @param machine facts about the host, one line each
 */
public record Setting(String date, String command, List<String> machine) {}
