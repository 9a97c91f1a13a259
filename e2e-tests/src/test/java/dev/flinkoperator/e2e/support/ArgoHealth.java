package dev.flinkoperator.e2e.support;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.lib.jse.JsePlatform;

/** Runs the health check of argocd/health.lua over a resource, as Argo CD does with its own. */
public final class ArgoHealth {
  private ArgoHealth() {}

  private static final String SCRIPT = "/argocd/health.lua";

  /** What Argo CD shows; the message is empty when the script gives none. */
  public record Health(String status, String message) {}

  public static Health of(StatusView state) {
    Globals lua = JsePlatform.standardGlobals();
    lua.set("obj", toLua(state.resource()));
    try (InputStream script = ArgoHealth.class.getResourceAsStream(SCRIPT)) {
      if (script == null) {
        throw new IllegalStateException(SCRIPT + " is not on the class path");
      }
      String source = new String(script.readAllBytes(), StandardCharsets.UTF_8);
      LuaValue health = lua.load(source, SCRIPT).call();
      return new Health(health.get("status").optjstring(""), health.get("message").optjstring(""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LuaValue toLua(JsonNode node) {
    if (node.isObject()) {
      LuaTable table = new LuaTable();
      node.properties().forEach(entry -> table.set(entry.getKey(), toLua(entry.getValue())));
      return table;
    }
    if (node.isArray()) {
      LuaTable table = new LuaTable();
      for (int i = 0; i < node.size(); i++) {
        table.set(i + 1, toLua(node.get(i)));
      }
      return table;
    }
    if (node.isBoolean()) {
      return LuaValue.valueOf(node.booleanValue());
    }
    if (node.isNumber()) {
      return LuaValue.valueOf(node.doubleValue());
    }
    return node.isNull() ? LuaValue.NIL : LuaValue.valueOf(node.asText());
  }
}
