using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Support.Programs;
using MeetingCloud.Web.Components.Layout;
using MeetingCloud.Web.Components.Pages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MeetingCloud.Tests.Browser.Journeys;

[Collection(BrowserGroup.Name)]
public sealed class SignInJourney(BrowserDesk desk)
{
    [ProgramTheory(BrowserGroup.Program)]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task Admin_SignsIn_ComesToThePageThatWasAskedFor_AndSignsOut(string language)
    {
        await using var admin = await desk.VisitorAsync(language);
        admin.MayComplain = true; // of the 401 that the wrong key gets
        await admin.GoAsync("/nodes");
        var key = admin.Page.GetByLabel(admin.Say<SignIn>("Admin key"));
        await key.FillAsync("wrong");
        await key.PressAsync("Enter");
        await Expect(admin.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync(admin.Say<SignIn>("This is not the admin key."));

        await key.FillAsync(TestCluster.AdminKey);
        await key.PressAsync("Enter");
        await Expect(admin.Page).ToHaveURLAsync(desk.Web.Url + "/nodes");
        await Expect(admin.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(admin.Say<MainLayout>("Nodes"));
        await admin.InteractiveAsync();

        await admin.Page.GetByRole(AriaRole.Button, new() { Name = admin.Say<MainLayout>("Sign out") }).ClickAsync();
        await Expect(admin.Page).ToHaveURLAsync(desk.Web.Url + "/sign-in");
        await admin.Page.GotoAsync("/nodes");
        await Expect(key).ToBeVisibleAsync();
    }

    [ProgramFact(BrowserGroup.Program)]
    public async Task SigningOut_ClosesTheOtherWindowsToo_WhateverIsTypedThere()
    {
        await using var admin = await desk.VisitorAsync();
        await admin.GoAsync("/sign-in");
        await admin.Page.GetByLabel(admin.Say<SignIn>("Admin key")).FillAsync(TestCluster.AdminKey);
        await admin.Page.GetByLabel(admin.Say<SignIn>("Admin key")).PressAsync("Enter");
        await Expect(admin.Page).ToHaveURLAsync(desk.Web.Url + "/");
        await admin.InteractiveAsync();
        var other = await admin.Page.Context.NewPageAsync();
        await other.GotoAsync("/meetings/new");
        await other.WaitForSelectorAsync(".shell[data-interactive]");
        await other.Locator("#meeting-title").FillAsync("Not saved");

        await admin.Page.GetByRole(AriaRole.Button, new() { Name = admin.Say<MainLayout>("Sign out") }).ClickAsync();

        await Expect(other).ToHaveURLAsync($"{desk.Web.Url}/sign-in?return_url=%2Fmeetings%2Fnew");
        await Expect(other.Locator("#meeting-title")).ToHaveCountAsync(0);
    }

    [ProgramFact(BrowserGroup.Program)]
    public async Task LanguageAndColours_AreTheBrowsers_UntilTheReaderChooses()
    {
        await using var admin = await desk.AdminAsync("zh-TW", ColorScheme.Dark);
        await admin.GoAsync("/");
        var html = admin.Page.Locator("html");
        await Expect(html).ToHaveAttributeAsync("lang", "zh-CN");
        var dark = await BackgroundAsync(admin.Page);

        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "English" }).ClickAsync();
        await Expect(html).ToHaveAttributeAsync("lang", "en");
        await admin.InteractiveAsync();
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Light colours" }).ClickAsync();
        await Expect(html).ToHaveClassAsync("light");
        await admin.InteractiveAsync();
        Assert.NotEqual(dark, await BackgroundAsync(admin.Page));
        await Expect(admin.Page).ToHaveURLAsync(desk.Web.Url + "/");
    }

    private static Task<string> BackgroundAsync(IPage page) => page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
}
