package io.kotha.sandbox.linux.proc;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A process file system whose files give one answer after the other. */
final class FakeProc implements ProcFiles {

  private final Map<String, Deque<Object>> answers = new HashMap<>();
  private List<Long> pids = List.of();

  FakeProc() {
    answer("self/stat", ProcTextTest.stat("java", 1));
  }

  /** Sets what a file or link gives: texts and exceptions in order, of which the last one stays. */
  FakeProc answer(String path, Object... values) {
    answers.put(path, new ArrayDeque<>(List.of(values)));
    return this;
  }

  /** Removes a file or directory. */
  FakeProc remove(String path) {
    answers.remove(path);
    return this;
  }

  /** Adds a sound process. */
  FakeProc process(long pid, String name) {
    pids = java.util.stream.Stream.concat(pids.stream(), java.util.stream.Stream.of(pid)).toList();
    answer(Long.toString(pid), "");
    answer(pid + "/stat", ProcTextTest.stat(name, 100 + pid));
    answer(pid + "/status", ProcTextTest.status(name, "1001", "0000000000000004"));
    answer(pid + "/ns/net", "net:[40]");
    answer(pid + "/ns/pid", "pid:[41]");
    answer(pid + "/ns/pid_for_children", "pid:[41]");
    answer(pid + "/ns/user", "user:[" + (50 + pid) + "]");
    return this;
  }

  @Override
  public List<Long> pids() {
    return pids;
  }

  @Override
  public String text(String path) throws IOException {
    Deque<Object> values = answers.get(path);
    if (values == null) {
      throw new NoSuchFileException(path);
    }
    Object value = values.size() > 1 ? values.remove() : values.element();
    if (value instanceof IOException e) {
      throw e;
    }
    return (String) value;
  }

  @Override
  public String text(String path, int max) throws IOException {
    String text = text(path);
    return text.substring(0, Math.min(max, text.length()));
  }

  @Override
  public String link(String path) throws IOException {
    return text(path);
  }

  @Override
  public boolean exists(String path) {
    return answers.containsKey(path);
  }
}
