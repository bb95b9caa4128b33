package io.kotha.sandbox.linux.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.linux.plan.RootLayout.Entry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of the name services: the host's own, or one with the room's files first. */
class AddedFilesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# hosts: dns files\n",
        "passwd: files systemd\ngroup:\tcompat\nhosts:   files dns\n",
        "passwd:files\nservices: db files\nnetgroup: nis\n"
      })
  void orderOfTheHostStaysIfFilesComeFirst(String text) {
    assertThat(AddedFiles.nameServices(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hosts: mymachines resolve [!UNAVAIL=return] files myhostname dns\n",
        "passwd: files\n group : sss files\n",
        "passwd: sss files",
        "hosts:\npasswd: files\n"
      })
  void otherOrderIsReplaced(String text) {
    assertThat(AddedFiles.nameServices(text))
        .extracting(Entry::source)
        .containsExactly("passwd: files\ngroup: files\nhosts: files dns\n");
  }
}
