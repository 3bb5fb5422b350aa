using MeetingCloud.Contracts;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Support;
using MeetingCloud.Tests.Support.Programs;
using MeetingCloud.Web.Components.Controls;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MeetingCloud.Tests.Browser.Journeys;

/// <summary>An admin watches the nodes and acts on what is seen.</summary>
[Collection(BrowserGroup.Name)]
public sealed class MonitorJourney(BrowserDesk desk)
{
    [ProgramTheory(BrowserGroup.Program)]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task Overview_TellsOfALostNode_AndOfItsReturn_WithoutAReload(string language)
    {
        await using var admin = await desk.AdminAsync(language);
        await admin.GoAsync("/");
        var lost = admin.Page.GetByText(admin.Say<FindingText>("{0} is lost.", "node-2"));
        await Expect(admin.Page.Locator(".tiles")).ToBeVisibleAsync();
        await Expect(lost).ToHaveCountAsync(0);

        // The one before may have taken the control plane, or this very node, away.
        await desk.Cluster.WaitForLineAsync(desk.Cluster.Nodes[1]);
        await desk.Cluster.Nodes[1].CrashAsync();
        try
        {
            await Expect(lost).ToBeVisibleAsync();
        }
        finally
        {
            await desk.Cluster.Nodes[1].StartAsync();
        }

        await Expect(lost).ToHaveCountAsync(0);
    }

    [ProgramFact(BrowserGroup.Program)]
    public async Task Times_AreInTheReadersZone_FromTheFirstHtmlOn()
    {
        await using var admin = await desk.AdminAsync();
        var zone = admin.Page.GetByText("Asia/Shanghai (UTC+8)");
        await admin.GoAsync("/");
        await Expect(zone).ToBeVisibleAsync();

        // Loaded anew: neither the first HTML nor the circuit that takes it over shows another zone, not even for a moment.
        await admin.Page.AddInitScriptAsync(
            """
            window.shown = new Set();
            new MutationObserver(() => (document.body?.innerText.match(/Times: .*/g) ?? []).forEach(words => shown.add(words)))
              .observe(document, { subtree: true, childList: true, characterData: true });
            """);
        await admin.GoAsync("/");
        await Expect(zone).ToBeVisibleAsync();
        Assert.Equal(["Times: Asia/Shanghai (UTC+8)"], await admin.Page.EvaluateAsync<string[]>("[...shown]"));
    }

    [ProgramTheory(BrowserGroup.Program)]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task Overview_MarksItsDataAsOld_WhileTheControlPlaneIsAway_AndRecoversByItself(string language)
    {
        await using var admin = await desk.AdminAsync(language);
        await admin.GoAsync("/");
        var banner = admin.Page.GetByText(admin.Say<ApiBanner>("The control plane is out of reach."));

        await desk.Cluster.Api.CrashAsync();
        try
        {
            await Expect(banner).ToBeVisibleAsync();
            await Expect(admin.Page.Locator(".data.old")).ToBeVisibleAsync();
        }
        finally
        {
            await desk.Cluster.Api.StartAsync();
        }

        await Expect(banner).ToHaveCountAsync(0);
        await Expect(admin.Page.Locator(".data.old")).ToHaveCountAsync(0);
    }

    [ProgramTheory(BrowserGroup.Program)]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task Node_IsDrainedAndResumed_AndItsHistorySaysSo(string language)
    {
        await using var admin = await desk.AdminAsync(language);
        await admin.GoAsync("/nodes");
        try
        {
            await admin.Button<NodeActions>("Drain {0}", "node-1").ClickAsync();
            await Expect(admin.Button<NodeActions>("Resume {0}", "node-1")).ToBeVisibleAsync();
            Assert.Equal(NodeState.Maintenance, (await desk.Cluster.ListNodesAsync()).Single(node => node.Id == "node-1").Status);

            await admin.Page.GetByRole(AriaRole.Link, new() { Name = "node-1", Exact = true }).ClickAsync();
            await Expect(admin.Heading).ToHaveTextAsync("node-1");
            await admin.Button<NodeActions>("Resume {0}", "node-1").ClickAsync();
            await Expect(admin.Button<NodeActions>("Drain {0}", "node-1")).ToBeVisibleAsync();
            await Expect(admin.Page.GetByText(admin.Say<NodeEventList>("Drained by an admin")).First).ToBeVisibleAsync();
        }
        finally
        {
            await desk.Cluster.SetStateAsync("node-1", NodeState.Active);
        }
    }

    [ProgramFact(BrowserGroup.Program)]
    public async Task LostNode_IsForgotten_AfterAQuestion()
    {
        await using var admin = await desk.AdminAsync();
        var extra = await desk.Cluster.AddNodeAsync();
        try
        {
            await admin.GoAsync("/nodes?view=table");
            await Expect(admin.Page.GetByRole(AriaRole.Link, new() { Name = extra.Id, Exact = true })).ToBeVisibleAsync();
            await extra.CrashAsync();

            await admin.Button<NodeActions>("Forget {0}", extra.Id).ClickAsync();
            await admin.Page.Locator(".rz-dialog").GetByRole(AriaRole.Button, new() { Name = admin.Say<NodeActions>("Forget") }).ClickAsync();

            await Expect(admin.Page.GetByRole(AriaRole.Link, new() { Name = extra.Id, Exact = true })).ToHaveCountAsync(0);
            Assert.DoesNotContain(await desk.Cluster.ListNodesAsync(), node => node.Id == extra.Id);
        }
        finally
        {
            await extra.CrashAsync();
            (await desk.Cluster.Admin.DeleteAsync($"{Routes.Nodes}/{extra.Id}")).Dispose();
        }
    }

    [ProgramTheory(BrowserGroup.Program)]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task OriginServer_IsSwitchedOffAndOn(string language)
    {
        await using var admin = await desk.AdminAsync(language);
        await admin.GoAsync("/origin");
        var toggle = admin.Page.GetByRole(AriaRole.Switch, new() { Name = admin.Say<ServerCard>("{0} takes new files", "server2") });
        try
        {
            await toggle.ClickAsync();
            await Expect(toggle).ToHaveAttributeAsync("aria-checked", "false");
            Assert.False((await desk.Origin.StatusAsync()).Servers[1].Enabled);

            await toggle.ClickAsync();
            await Expect(toggle).ToHaveAttributeAsync("aria-checked", "true");
        }
        finally
        {
            await desk.Origin.ToggleAsync(2, enabled: true);
        }
    }

    [ProgramFact(BrowserGroup.Program)]
    public async Task OriginServer_SaysWhyItIsOut_AndComesBackByItself()
    {
        await using var admin = await desk.AdminAsync();
        await admin.GoAsync("/origin");
        var card = admin.Page.Locator("#server3");
        await Expect(card).ToContainTextAsync(admin.Say<ServerCard>("Healthy"));

        desk.Origin.Servers[2].Fault = static (context, _) =>
        {
            context.Response.StatusCode = 401;
            return Task.CompletedTask;
        };
        try
        {
            await Expect(card).ToContainTextAsync(admin.Say<ServerCard>("User name or password refused"));
        }
        finally
        {
            desk.Origin.Servers[2].Fault = null;
            await desk.Origin.ToggleAsync(3, enabled: true);
        }

        await Expect(card).ToContainTextAsync(admin.Say<ServerCard>("Healthy"));
    }

    [ProgramTheory(BrowserGroup.Program)]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task Migration_IsPlanned_Started_AndReported(string language)
    {
        var meeting = await desk.Cluster.Admin.CreateMeetingAsync();
        await desk.Origin.ToggleAsync(1, enabled: false);
        try
        {
            await desk.Origin.UploadAsync(meeting.Id, 0, 6);
        }
        finally
        {
            await desk.Origin.ToggleAsync(1, enabled: true);
        }

        await Eventually.BecomesTrueAsync(
            async () => (await desk.Origin.StatsAsync()).Files is var files && files.Replicated == files.Total, TestCluster.Patience, "all files have their copies");
        await using var admin = await desk.AdminAsync(language);
        await admin.GoAsync("/origin");

        await admin.Button<MigrationForm>("Dry run").ClickAsync();
        await Expect(admin.Page.GetByText(admin.Say<MigrationForm>("What it would do"))).ToBeVisibleAsync();
        await admin.Button<MigrationForm>("Start this migration").ClickAsync();

        await admin.Page.WaitForURLAsync("**/origin/migrations/*");
        await Expect(admin.Page.GetByText(admin.Say<MigrationWords>("Completed")).First).ToBeVisibleAsync();
    }
}
