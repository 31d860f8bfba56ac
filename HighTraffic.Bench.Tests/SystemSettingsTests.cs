using HighTraffic.Bench.Systems;

namespace HighTraffic.Bench.Tests;

public sealed class SystemSettingsTests
{
    [Fact]
    public void Several_settings_of_the_API_are_told_apart() => Assert.Equal(
        [("DOTNET_TieredPGO", "0"), ("DOTNET_STARTUP_HOOKS", "/a folder/of=mine.dll")],
        new SystemSettings(ApiSetting: "DOTNET_TieredPGO=0;DOTNET_STARTUP_HOOKS=/a folder/of=mine.dll").ApiEnvironment);

    [Fact]
    public void Without_settings_there_are_none() => Assert.Empty(new SystemSettings().ApiEnvironment);
}
