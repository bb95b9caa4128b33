package io.kotha.examples.html;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HtmlTest {

  @Test
  void escapesInElementsAndAttributes() {
    assertThat(Html.escape("<a b=\"c\" d='e'>&\n\t\u0007"))
        .isEqualTo("&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;\n\t\ufffd");
    assertThat(new Html().markup("<i title=\"%s\">", "\"><b>").toString())
        .isEqualTo("<i title=\"&quot;&gt;&lt;b&gt;\">");
  }

  @Test
  void replacesCharactersThatReverseText() {
    assertThat(Html.escape("a\u202eb\ud800")).isEqualTo("a\ufffdb\ufffd");
    assertThat(Html.escape("\ud83d\ude00")).isEqualTo("\ud83d\ude00");
  }

  @Test
  void templateWithoutValuesIsLiteral() {
    assertThat(new Html().markup("100%").toString()).isEqualTo("100%");
  }

  @Test
  void textForATerminalHasOneLine() {
    assertThat(Plain.text("a\nb\tc\r\u001b[2J")).isEqualTo("a b c \ufffd[2J");
  }
}
